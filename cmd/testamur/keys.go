package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"testamur/internal/access"
	"testamur/internal/keys"
)

type keysCommand struct {
	List   keysListCommand   `cmd:"" help:"List all certificates."`
	Root   keysRootCommand   `cmd:"" help:"Print the root certificate in PEM form: what strangers verify against."`
	Rotate keysRotateCommand `cmd:"" help:"Retire the sealing key and make a new one under the same root. Issued files stay genuine."`
	Import keysImportCommand `cmd:"" help:"Use a sealing certificate of your own authority, from PEM or PKCS#12."`
}

type keysListCommand struct{}

// Run lists certificates.
func (keysListCommand) Run(c *console) error {
	return c.with(func(h *house) error {
		all, err := h.keys.List(c.ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(w, "KIND\tNAME\tSERIAL\tVALID UNTIL\tSTATE")
		for _, k := range all {
			if err := listKey(w, k); err != nil {
				return err
			}
		}
		return w.Flush()
	})
}

func listKey(w *tabwriter.Writer, k keys.Key) error {
	certificate, err := x509.ParseCertificate(k.DER)
	if err != nil {
		return err
	}
	state := "in use"
	if !k.RetiredAt.IsZero() {
		state = "retired " + k.RetiredAt.Format(time.DateOnly)
	}
	_, err = fmt.Fprintf(w, "%s\t%s\t%x\t%s\t%s\n", k.Kind, certificate.Subject.CommonName, certificate.SerialNumber, certificate.NotAfter.Format(time.DateOnly), state)
	return err
}

type keysRootCommand struct{}

// Run prints the root certificate.
func (keysRootCommand) Run(c *console) error {
	return c.with(func(h *house) error {
		root, err := h.keys.Root(c.ctx)
		if err != nil {
			return err
		}
		return pem.Encode(c.out, &pem.Block{Type: "CERTIFICATE", Bytes: root.Raw})
	})
}

type keysRotateCommand struct{}

// Run makes a new sealing key.
func (keysRotateCommand) Run(c *console) error {
	return c.with(func(h *house) error {
		if err := h.keys.Rotate(c.ctx, access.System("command line")); err != nil {
			return err
		}
		_, err := fmt.Fprintln(c.out, "A new sealing key is in use.")
		return err
	})
}

type keysImportCommand struct {
	File         string `arg:"" type:"existingfile" help:"PEM (key and all certificates up to the root) or PKCS#12."`
	PasswordFile string `type:"existingfile" help:"File whose first line is the password of the PKCS#12."`
}

// Run imports a sealing certificate.
func (k keysImportCommand) Run(c *console) error {
	given, err := k.read()
	if err != nil {
		return err
	}
	return c.with(func(h *house) error {
		if err := h.keys.Import(c.ctx, access.System("command line"), given); err != nil {
			return err
		}
		_, err := fmt.Fprintln(c.out, "The imported sealing key is in use.")
		return err
	})
}

func (k keysImportCommand) read() (keys.Given, error) {
	b, err := os.ReadFile(k.File)
	if err != nil {
		return keys.Given{}, err
	}
	if bytes.Contains(b, []byte("-----BEGIN ")) {
		return keys.ParsePEM(b)
	}
	password := ""
	if k.PasswordFile != "" {
		text, err := os.ReadFile(k.PasswordFile)
		if err != nil {
			return keys.Given{}, err
		}
		password, _, _ = strings.Cut(string(text), "\n")
	}
	return keys.ParsePKCS12(b, password)
}
