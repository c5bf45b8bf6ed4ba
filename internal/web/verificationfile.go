package web

import (
	"errors"
	"io"
	"net/http"

	"testamur/internal/certificate"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// maxVerified is how many bytes a PDF to be verified may have, as in the contract of the API.
const maxVerified = 25 << 20

// verifyFile answers anyone who has a PDF. Nothing is kept, so there is nothing to come back to: the answer is the page itself.
func (p *Pages) verifyFile(c *gin.Context) error {
	found, err := p.checkFile(c)
	if err == nil {
		page := p.verificationPage(found)
		page.OfFile = true
		return p.render(c, fileStatus(found.Verdict), "verification", page)
	}
	page := p.verifyPage()
	if !page.File.blame(err, map[string]string{"": "file"}) && fault.CodeOf(err) != fault.TooLarge {
		return p.render(c, http.StatusServiceUnavailable, "verification", p.unchecked(c, err))
	}
	if !page.File.mistaken() {
		page.File.refuse("file", messageOf(err))
	}
	page.Form = page.File
	return p.render(c, statusAfter(err), "verify", page)
}

func (f form) mistaken() bool { return len(f.Mistakes) > 0 }

// unchecked is the answer when it could not be found out.
func (p *Pages) unchecked(c *gin.Context, err error) verificationPage {
	p.Log.ErrorContext(c.Request.Context(), "verification of a file failed", "error", err)
	page := p.verificationPage(certificate.Verification{Verdict: certificate.CannotTell})
	page.OfFile = true
	return page
}

// fileStatus is statusOf for a file: that it is none of ours is a good answer.
func fileStatus(v certificate.Verdict) int {
	if v == certificate.CannotTell {
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}

func (p *Pages) checkFile(c *gin.Context) (certificate.Verification, error) {
	leave, err := p.Files.Enter(c.ClientIP())
	if err != nil {
		return certificate.Verification{}, err
	}
	defer leave()
	file, err := readFile(c, "file")
	if err != nil {
		return certificate.Verification{}, err
	}
	return p.Certificates.VerifyFile(c.Request.Context(), file)
}

// readFile gives the bytes of a form's file without a copy of them in a folder. Fails as Invalid when none was chosen.
func readFile(c *gin.Context, name string) ([]byte, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxVerified+(64<<10)) // the form around the file
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return nil, noFile()
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, noFile()
		}
		if err != nil {
			return nil, notWhole(err)
		}
		if part.FormName() != name {
			continue
		}
		b, err := io.ReadAll(part)
		switch {
		case err != nil:
			return nil, notWhole(err)
		case len(b) == 0:
			return nil, noFile()
		}
		return b, nil
	}
}

func noFile() error {
	return fault.At("", "required", "Choose the PDF of a certificate first.")
}

func notWhole(err error) error {
	if errors.As(err, new(*http.MaxBytesError)) {
		return fault.New(fault.TooLarge, "", "This file has more than %d MB, which no certificate has.", maxVerified>>20).Because(err)
	}
	return fault.At("", "incomplete", "The file did not arrive whole. Choose it once more.").Because(err)
}
