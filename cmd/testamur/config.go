package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/jackc/pgx/v5/pgconn"
)

// config is everything that can be set, all by environment.
type config struct {
	Address            string   `env:"ADDRESS" envDefault:"127.0.0.1:8080" help:"Where to listen. Use :8080 to be reached from other machines; put a TLS proxy before it."`
	PublicURL          string   `env:"PUBLIC_URL" help:"The address of this service as strangers reach it, for decades: it is printed in every certificate. Without it nothing can be sent for signing."`
	Institution        string   `env:"INSTITUTION" envDefault:"Testamur" help:"Who the keys made on first start belong to."`
	Data               string   `env:"DATA" envDefault:"testamur-data" help:"Folder for the SQLite database, the files and the wrapping key."`
	DatabaseURL        string   `env:"DATABASE_URL" help:"PostgreSQL instead of SQLite: postgres://user:password@host/database."`
	KeyFile            string   `env:"KEY_FILE" help:"File with the key that encrypts private keys: 32 bytes in base64, readable by its owner alone. Made in the data folder with SQLite; required with PostgreSQL."`
	MailFrom           string   `env:"MAIL_FROM" envDefault:"Testamur <testamur@localhost>" help:"Sender of all mail, with or without a name."`
	SMTPHost           string   `env:"SMTP_HOST" help:"Server that takes mail. Without it messages are written to the folder mail in the data folder, and their links to the log."`
	SMTPPort           int      `env:"SMTP_PORT" help:"Its port; 0 is the usual one for the kind of TLS."`
	SMTPUser           string   `env:"SMTP_USER" help:"Name to sign in to it with, when it asks for one."`
	SMTPPasswordFile   string   `env:"SMTP_PASSWORD_FILE" help:"File whose first line is the password to sign in to it with."`
	SMTPTLS            string   `env:"SMTP_TLS" envDefault:"starttls" help:"starttls, tls (from the first byte), or none (for a server on this machine only)."`
	TimeAuthority      string   `env:"TIME_AUTHORITY" help:"URL of an RFC 3161 time authority. With it files are PAdES B-LTA, without it B-B."`
	TimeAuthorityRoots string   `env:"TIME_AUTHORITY_ROOTS" help:"PEM file with the root certificates of the time authority. Required with TIME_AUTHORITY."`
	TrustedProxies     []string `env:"TRUSTED_PROXIES" help:"Addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas."`
	VerifyRate         float64  `env:"VERIFY_RATE" envDefault:"1" help:"How many files one address may have verified a second; short bursts of 20 are let through."`
	LogFormat          string   `env:"LOG_FORMAT" envDefault:"text" help:"text or json."`
	LogLevel           string   `env:"LOG_LEVEL" envDefault:"info" help:"debug, info, warn or error."`
}

const envPrefix = "TESTAMUR_"

// outside are variables with our prefix that are not settings of the program.
var outside = []string{"TESTAMUR_TEST_POSTGRES"}

// readConfig reads the settings and refuses what it does not know: a mistyped variable must not be passed over.
func readConfig(environment []string) (config, error) {
	var c config
	values := map[string]string{}
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, envPrefix) && !slices.Contains(outside, name) {
			values[name] = value
		}
	}
	for name := range values {
		if !slices.Contains(settings(), name) {
			return c, exit{fmt.Errorf("there is no setting %s; \"testamur help config\" lists all", name), 2}
		}
	}
	if err := env.ParseWithOptions(&c, env.Options{Prefix: envPrefix, Environment: values}); err != nil {
		return c, exit{err, 2}
	}
	if err := c.check(); err != nil {
		return c, exit{err, 2}
	}
	return c, nil
}

func (c *config) check() error {
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	if c.PublicURL != "" {
		if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.RawQuery != "" || u.Fragment != "" {
			return errors.New("TESTAMUR_PUBLIC_URL must be an address like https://certificates.example.org")
		}
	}
	if c.DatabaseURL != "" && c.KeyFile == "" {
		return errors.New("with TESTAMUR_DATABASE_URL set TESTAMUR_KEY_FILE too: all servers need the same file")
	}
	if err := c.checkDatabase(); err != nil {
		return err
	}
	if (c.TimeAuthority == "") != (c.TimeAuthorityRoots == "") {
		return errors.New("set TESTAMUR_TIME_AUTHORITY and TESTAMUR_TIME_AUTHORITY_ROOTS together")
	}
	if !(c.VerifyRate > 0) { // NaN too
		return errors.New("TESTAMUR_VERIFY_RATE is a number above 0")
	}
	if err := c.checkMail(); err != nil {
		return err
	}
	if !slices.Contains([]string{"text", "json"}, c.LogFormat) {
		return errors.New("TESTAMUR_LOG_FORMAT is text or json")
	}
	return nil
}

func (c *config) checkMail() error {
	if (c.SMTPUser == "") != (c.SMTPPasswordFile == "") {
		return errors.New("set TESTAMUR_SMTP_USER and TESTAMUR_SMTP_PASSWORD_FILE together")
	}
	if !slices.Contains([]string{"starttls", "tls", "none"}, c.SMTPTLS) {
		return errors.New("TESTAMUR_SMTP_TLS is starttls, tls or none")
	}
	return nil
}

// checkDatabase refuses to send what people wrote in the clear over a network.
func (c *config) checkDatabase() error {
	if c.DatabaseURL == "" {
		return nil
	}
	d, err := pgconn.ParseConfig(c.DatabaseURL)
	if err != nil {
		return errors.New("TESTAMUR_DATABASE_URL must be an address like postgres://user:password@host/database")
	}
	unsafe := exposed(d.Host, d.TLSConfig)
	for _, other := range d.Fallbacks {
		unsafe = unsafe || exposed(other.Host, other.TLSConfig)
	}
	if unsafe {
		return errors.New("TESTAMUR_DATABASE_URL: add ?sslmode=verify-full, since the database is on another machine")
	}
	return nil
}

// exposed says whether a connection leaves this machine in the clear, or to a server whose certificate nobody checks.
func exposed(host string, c *tls.Config) bool {
	if strings.HasPrefix(host, "/") || local(host) {
		return false
	}
	return c == nil || (c.InsecureSkipVerify && c.VerifyPeerCertificate == nil && c.VerifyConnection == nil)
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func (c *config) database() string { return filepath.Join(c.Data, "testamur.db") }
func (c *config) mails() string    { return filepath.Join(c.Data, "mail") }
func (c *config) blobs() string    { return filepath.Join(c.Data, "files") }

// address is where people reach the service: the public address, or else this machine.
func (c *config) address() string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	host, port, err := net.SplitHostPort(c.Address)
	if err != nil {
		return "http://" + c.Address
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && (ip.IsUnspecified() || ip.IsLoopback())) {
		host = "localhost" // browsers keep secure cookies and passkeys for it
	}
	return "http://" + net.JoinHostPort(host, port)
}

func (c *config) keyFile() string {
	if c.KeyFile != "" {
		return c.KeyFile
	}
	return filepath.Join(c.Data, "wrapping.key")
}

// settings lists the names of all settings.
func settings() []string {
	var names []string
	for field := range reflect.TypeFor[config]().Fields() {
		names = append(names, envPrefix+field.Tag.Get("env"))
	}
	return names
}

type helpCommand struct {
	Config helpConfigCommand `cmd:"" help:"List all settings."`
}

type helpConfigCommand struct{}

// Run prints every setting with what it does and its default.
func (helpConfigCommand) Run(c *console) error {
	fmt.Fprint(c.out, "Settings are environment variables.\n\n")
	for field := range reflect.TypeFor[config]().Fields() {
		fmt.Fprintf(c.out, "%s%s\n    %s\n", envPrefix, field.Tag.Get("env"), field.Tag.Get("help"))
		if d := field.Tag.Get("envDefault"); d != "" {
			fmt.Fprintf(c.out, "    Default: %s\n", d)
		}
	}
	return nil
}
