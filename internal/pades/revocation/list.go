package revocation

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

var oidIssuingDistributionPoint = asn1.ObjectIdentifier{2, 5, 29, 28}

// first is the tag of what stands first in a structure of optional parts: [0], constructed.
var first = tag.Tag(0).ContextSpecific().Constructed()

// listed says what an issuer's list has about a certificate; nothing when the list is another issuer's or is not about
// certificates of this kind. Lists that one issuer signs for another are not taken.
func listed(list *x509.RevocationList, c, issuer *x509.Certificate, at time.Time) Status {
	if !bytes.Equal(list.RawIssuer, c.RawIssuer) || !about(list, c) || list.CheckSignatureFrom(issuer) != nil {
		return Status{}
	}
	for _, entry := range list.RevokedCertificateEntries {
		if slices.ContainsFunc(entry.Extensions, critical) {
			return Status{} // RFC 5280, 5.3: such a list must not be used
		}
		if entry.SerialNumber.Cmp(c.SerialNumber) == 0 {
			return Status{Known: true, Revoked: entry.RevocationTime, reason: entry.ReasonCode}
		}
	}
	return Status{Known: speaks(c, list.ThisUpdate, list.NextUpdate, at)}
}

func critical(e pkix.Extension) bool { return e.Critical }

// about says whether a list is about certificates like this one. The only critical extension that is understood is the
// issuing distribution point (RFC 5280, 5.2.5); with any other, such as a delta list's, the list must not be used (5.2).
func about(list *x509.RevocationList, c *x509.Certificate) bool {
	for _, e := range list.Extensions {
		if e.Id.Equal(oidIssuingDistributionPoint) {
			if !distributed(e.Value, c) {
				return false
			}
		} else if e.Critical {
			return false
		}
	}
	return true
}

// distributed reads an issuing distribution point: a list of all reasons, direct, for certificates of the kind, and from a
// place that the certificate names.
func distributed(der cryptobyte.String, c *x509.Certificate) bool {
	var point, place, names cryptobyte.String
	var named bool
	if !der.ReadASN1(&point, tag.SEQUENCE) || !der.Empty() || !point.ReadOptionalASN1(&place, &named, first) {
		return false
	}
	if named && (!place.ReadASN1(&names, first) || !place.Empty() || !oneOf(names, c.CRLDistributionPoints)) {
		return false
	}
	return suits(point, c)
}

// suits reads the flags that narrow a list: it must be for all kinds of certificates or for this one's.
func suits(flags cryptobyte.String, c *x509.Certificate) bool {
	for !flags.Empty() {
		var flag cryptobyte.String
		var kind tag.Tag
		users, authorities := tag.Tag(1).ContextSpecific(), tag.Tag(2).ContextSpecific()
		if !flags.ReadAnyASN1(&flag, &kind) || kind == users && c.IsCA || kind == authorities && !c.IsCA {
			return false
		}
		if kind != users && kind != authorities {
			return false // for some reasons, indirect, or for attribute certificates
		}
	}
	return true
}

// oneOf says whether one of the general names is one of the addresses.
func oneOf(names cryptobyte.String, addresses []string) bool {
	uri := tag.Tag(6).ContextSpecific() // RFC 5280, 4.2.1.6
	for !names.Empty() {
		var name cryptobyte.String
		var kind tag.Tag
		if !names.ReadAnyASN1(&name, &kind) {
			return false
		}
		if kind == uri && slices.Contains(addresses, string(name)) {
			return true
		}
	}
	return false
}
