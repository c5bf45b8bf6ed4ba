package keys

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"testamur/internal/access"

	"github.com/google/uuid"
)

// Operations on keys, as events name them; they are the command line's alone.
const (
	opMakeKeys   access.Operation = "makeKeys"
	opRotateKeys access.Operation = "rotateKeys"
	opImportKeys access.Operation = "importKeys"
)

// Ring makes, keeps and opens the institution's keys. Its methods are safe for several servers at once: what is in use is
// read from the database each time.
type Ring struct {
	Store       Store
	Wrapping    *WrappingKey
	Journal     access.Journal
	Institution string // the organisation in certificates that are made here
	Now         func() time.Time
	NewID       func() uuid.UUID

	opened  sync.Map // id of a key -> Pair: a stored key never changes
	trusted atomic.Pointer[roots]
}

// roots are the first so many of the stored roots, which are only ever added to.
type roots struct {
	count int
	pool  *x509.CertPool
}

// ErrNoKeys means that Prepare has not run.
var ErrNoKeys = errors.New("there are no keys yet")

// Prepare makes the root and the sealing certificate on first start; afterwards it only proves that the wrapping key is
// the right one.
func (r *Ring) Prepare(ctx context.Context) error {
	return r.Store.Update(ctx, func(ctx context.Context) error {
		k, err := r.inUse(ctx, Sealing)
		if err == nil {
			_, err = r.open(k)
		}
		if !errors.Is(err, ErrNoKeys) {
			return err
		}
		root, err := newRoot(r.Institution, r.Now())
		if err != nil {
			return err
		}
		if _, err := r.insert(ctx, Root, root); err != nil {
			return err
		}
		return r.addSealing(ctx, access.System("start"), opMakeKeys, root)
	})
}

// Sealing gives the sealing certificate that is in use, with its private key.
func (r *Ring) Sealing(ctx context.Context) (Pair, error) { return r.using(ctx, Sealing) }

func (r *Ring) using(ctx context.Context, kind Kind) (Pair, error) {
	id, err := r.Store.KeyInUse(ctx, kind)
	if err != nil {
		return Pair{}, err
	}
	if p, ok := r.opened.Load(id); ok {
		return p.(Pair), nil
	}
	k, err := r.inUse(ctx, kind)
	if err != nil {
		return Pair{}, err
	}
	return r.open(k)
}

// root gives the root that is in use with its private key. It fails as ErrRootElsewhere.
func (r *Ring) root(ctx context.Context) (Pair, error) {
	k, err := r.inUse(ctx, Root)
	if err != nil {
		return Pair{}, err
	}
	if len(k.Wrapped) == 0 {
		return Pair{}, ErrRootElsewhere
	}
	return r.open(k)
}

// Roots gives every root that ever was in use: files sealed under a retired one stay genuine.
func (r *Ring) Roots(ctx context.Context) (*x509.CertPool, error) {
	count, err := r.Store.CountKeys(ctx, Root)
	if err != nil {
		return nil, err
	}
	if known := r.trusted.Load(); known != nil && known.count == count {
		return known.pool, nil
	}
	all, err := r.Store.Keys(ctx)
	if err != nil {
		return nil, err
	}
	read, err := rootsOf(all)
	if err == nil {
		r.trusted.Store(&read)
	}
	return read.pool, err
}

func rootsOf(all []Key) (roots, error) {
	read := roots{pool: x509.NewCertPool()}
	for _, k := range all {
		if k.Kind != Root {
			continue
		}
		c, err := x509.ParseCertificate(k.DER)
		if err != nil {
			return read, fmt.Errorf("stored root: %w", err)
		}
		read.pool.AddCert(c)
		read.count++
	}
	return read, nil
}

// Root gives the root certificate that is in use.
func (r *Ring) Root(ctx context.Context) (*x509.Certificate, error) {
	k, err := r.inUse(ctx, Root)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(k.DER)
}

// List gives all keys, oldest first; private parts stay encrypted.
func (r *Ring) List(ctx context.Context) ([]Key, error) { return r.Store.Keys(ctx) }

// Rotate retires the sealing certificate and makes a new one under the same root; the authority over signatories is
// retired too, and the next signature has a new one made. It fails as ErrRootElsewhere when the root's key is kept
// elsewhere: then import a new certificate instead.
func (r *Ring) Rotate(ctx context.Context, a access.Actor) error {
	return r.Store.Update(ctx, func(ctx context.Context) error {
		root, err := r.root(ctx)
		if err != nil {
			return err
		}
		for _, kind := range []Kind{Sealing, Signatories} {
			if err := r.retire(ctx, kind); err != nil {
				return err
			}
		}
		return r.addSealing(ctx, a, opRotateKeys, root)
	})
}

// Import puts a certificate of the institution's own authority in the place of the present one. A root that is not known
// yet comes into use beside the old ones; it comes without its private key, so from then on no signatory can be certified.
func (r *Ring) Import(ctx context.Context, a access.Actor, g Given) error {
	if r.Now().After(g.Pair.Certificate.NotAfter) {
		return fmt.Errorf("the certificate expired on %s", g.Pair.Certificate.NotAfter.Format(time.DateOnly))
	}
	if r.Now().Before(g.Pair.Certificate.NotBefore) {
		return fmt.Errorf("the certificate is not valid before %s", g.Pair.Certificate.NotBefore.Format(time.DateOnly))
	}
	return r.Store.Update(ctx, func(ctx context.Context) error {
		if err := r.importRoot(ctx, g.Root); err != nil {
			return err
		}
		if err := r.retire(ctx, Sealing); err != nil {
			return err
		}
		return r.putSealing(ctx, a, opImportKeys, g.Pair)
	})
}

func (r *Ring) importRoot(ctx context.Context, root *x509.Certificate) error {
	k, err := r.inUse(ctx, Root)
	if err == nil && string(k.DER) == string(root.Raw) {
		return nil
	}
	if err != nil && !errors.Is(err, ErrNoKeys) {
		return err
	}
	for _, kind := range []Kind{Root, Signatories} { // who verifies against the new root alone must find everything under it
		if err := r.retire(ctx, kind); err != nil {
			return err
		}
	}
	_, err = r.insert(ctx, Root, Pair{Certificate: root})
	return err
}

func (r *Ring) addSealing(ctx context.Context, a access.Actor, op access.Operation, root Pair) error {
	pair, err := newSealing(root, r.Institution, r.Now())
	if err != nil {
		return err
	}
	return r.putSealing(ctx, a, op, pair)
}

// putSealing stores the sealing certificate that comes into use, and the event.
func (r *Ring) putSealing(ctx context.Context, a access.Actor, op access.Operation, pair Pair) error {
	id, err := r.insert(ctx, Sealing, pair)
	if err != nil {
		return err
	}
	return r.note(ctx, a, op, id)
}

func (r *Ring) note(ctx context.Context, a access.Actor, op access.Operation, id uuid.UUID) error {
	return r.Journal.Note(ctx, a, op, access.Ref{Kind: "key", ID: id}, uuid.Nil, nil)
}

func (r *Ring) inUse(ctx context.Context, kind Kind) (Key, error) {
	all, err := r.Store.Keys(ctx)
	if err != nil {
		return Key{}, err
	}
	for _, k := range all {
		if k.Kind == kind && k.RetiredAt.IsZero() {
			return k, nil
		}
	}
	return Key{}, ErrNoKeys
}

func (r *Ring) retire(ctx context.Context, kind Kind) error {
	k, err := r.inUse(ctx, kind)
	if errors.Is(err, ErrNoKeys) {
		return nil
	}
	if err != nil {
		return err
	}
	return r.Store.RetireKey(ctx, k.ID, r.Now())
}

func (r *Ring) insert(ctx context.Context, kind Kind, p Pair) (uuid.UUID, error) {
	k := Key{ID: r.NewID(), Kind: kind, DER: p.Certificate.Raw, CreatedAt: r.Now()}
	for _, c := range p.Chain {
		k.Chain = append(k.Chain, c.Raw)
	}
	if p.Private != nil {
		private, err := x509.MarshalPKCS8PrivateKey(p.Private)
		if err != nil {
			return uuid.Nil, fmt.Errorf("store key: %w", err)
		}
		if k.Wrapped, err = r.Wrapping.wrap(k.ID, private); err != nil {
			return uuid.Nil, err
		}
	}
	return k.ID, r.Store.InsertKey(ctx, k)
}

func (r *Ring) open(k Key) (Pair, error) {
	p, err := r.unlock(k)
	if err == nil {
		r.opened.Store(k.ID, p)
	}
	return p, err
}

func (r *Ring) unlock(k Key) (Pair, error) {
	private, err := r.Wrapping.unwrap(k.ID, k.Wrapped)
	if err != nil {
		return Pair{}, err
	}
	key, err := x509.ParsePKCS8PrivateKey(private)
	if err != nil {
		return Pair{}, fmt.Errorf("stored key: %w", err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return Pair{}, fmt.Errorf("stored key of type %T cannot sign", key)
	}
	p := Pair{Private: signer}
	if p.Certificate, err = x509.ParseCertificate(k.DER); err != nil {
		return Pair{}, fmt.Errorf("stored certificate: %w", err)
	}
	for _, der := range k.Chain {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return Pair{}, fmt.Errorf("stored certificate: %w", err)
		}
		p.Chain = append(p.Chain, c)
	}
	return p, nil
}
