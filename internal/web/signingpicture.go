package web

import (
	"net/http"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// How a signatory signs; what is drawn is sent like a picture that was chosen.
const (
	byName    = "name"  // which stands alone
	byTyping  = "typed" // set like handwriting
	byDrawing = "drawn"
)

// readAnswer reads the form of the answer of a signatory, by link or signed in. A picture is stored at once and goes on as its id,
// so that it need not be chosen again when something else is to be mended.
func (p *Pages) readAnswer(c *gin.Context, a access.Actor, f *form) error {
	typed, picture, err := readUpload(c, "signature")
	if f.Typed = typed; err != nil {
		return err
	}
	if f.Value("decision") != "" && f.Value("decision") != string(certificate.Approved) {
		return nil
	}
	switch f.Value("how") {
	case byName:
		f.Typed.Del("picture")
		return nil
	case byTyping:
		f.Typed.Del("picture")
		picture, err = p.Handwriting(f.Value("typed"))
		return p.keepPicture(c, a, f, "typed", picture, err)
	}
	if len(picture) == 0 {
		f.missPicture()
		return nil
	}
	field := "signature"
	if f.Value("how") == byDrawing {
		field = "how"
	}
	return p.keepPicture(c, a, f, field, picture, nil)
}

// missPicture notes that one was announced and none came, unless one came before.
func (f *form) missPicture() {
	switch how := f.Value("how"); {
	case f.Value("picture") != "" || how == "":
	case how == byDrawing:
		f.refuse("how", "Draw your signature, or choose another way.")
	default:
		f.refuse("signature", "Choose a picture of your signature, or another way.")
	}
}

// keepPicture stores the picture of a signature, or notes at the field what is wrong with it.
func (p *Pages) keepPicture(c *gin.Context, a access.Actor, f *form, field string, picture []byte, err error) error {
	var file certificate.File
	if err == nil {
		file, err = p.Certificates.Upload(c.Request.Context(), a, certificate.PurposeSignature, "", picture)
	}
	if code := fault.CodeOf(err); code == fault.Invalid || code == fault.TooLarge {
		f.refuse(field, whatIsWrong(err))
		return nil
	}
	if err == nil {
		f.Typed.Set("picture", file.ID.String())
	}
	return err
}

// showPicture shows the form again with the signature as it would be printed.
func (p *Pages) showPicture(c *gin.Context) error {
	return p.asSignatory(c, func(s signing, l link, page signingPage) error {
		if settled(page, nil) {
			return s.see(c, l.path(""))
		}
		if err := s.readAnswer(c, l.guest, &page.Form); err != nil {
			return err
		}
		if page.Mistaken() {
			return s.askAgain(c, http.StatusUnprocessableEntity, page)
		}
		return s.askAgain(c, http.StatusOK, page)
	})
}

// picture sends the picture of a signature to whoever uploaded it.
func (p *Pages) picture(c *gin.Context) error {
	return p.asSignatory(c, func(s signing, l link, _ signingPage) error {
		return s.sendUploaded(c, l.guest)
	})
}

// sendUploaded sends a picture to whoever uploaded it.
func (p *Pages) sendUploaded(c *gin.Context, a access.Actor) error {
	b, at, err := p.Certificates.FileContent(c.Request.Context(), a, idOf(c.Param("file")))
	if err == nil {
		sendPicture(c, b, at)
	}
	return err
}
