package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"

	"testamur/internal/mail"
)

// post makes the worker that sends what lies in the outbox.
func (h *house) post() (*mail.Worker, error) {
	c := h.config
	server := mail.SMTP{Host: c.SMTPHost, Port: c.SMTPPort, User: c.SMTPUser, TLS: mail.TLSPolicy(c.SMTPTLS)}
	if c.SMTPPasswordFile != "" {
		var err error
		if server.Password, err = firstLine(c.SMTPPasswordFile); err != nil {
			return nil, fmt.Errorf("TESTAMUR_SMTP_PASSWORD_FILE: %w", err)
		}
	}
	return mail.New(mail.Config{From: c.MailFrom, SMTP: server, Folder: c.mails()}, h.store, now, h.log)
}

func firstLine(path string) (_ string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	line, err := bufio.NewReader(f).ReadString('\n')
	if line != "" {
		err = nil // the last line may have no end
	}
	return strings.TrimRight(line, "\r\n"), err
}
