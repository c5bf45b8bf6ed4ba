package web

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"testamur/internal/record"

	"github.com/gin-gonic/gin"
)

// asset is a file that pages load: the style sheet, a font, a script.
type asset struct {
	kind string
	body []byte
	tag  string
	keep bool   // its name changes with its bytes, so it never goes out of date
	zip  []byte // the body compressed; nil when that saves little
}

// sheets are the parts of the style sheet, in their order.
var sheets = []string{"base", "frame", "parts", "forms", "tables", "desk", "handbook", "framework",
	"compose", "answers", "public", "signing", "work"}

// fonts are the faces that the style sheet names.
var fonts = []string{
	"EBGaramond-Regular.ttf", "EBGaramond-Italic.ttf", "EBGaramond-SemiBold.ttf",
	"SourceSans3-Regular.ttf", "SourceSans3-Italic.ttf", "SourceSans3-SemiBold.ttf", "DancingScript-Regular.otf",
}

// readAssets gathers what pages load, by name. A font's name holds a part of its digest, and the style sheet names it so.
func readAssets(files fs.FS) (map[string]asset, error) {
	assets := map[string]asset{}
	style, err := readStyle(files)
	if err != nil {
		return nil, err
	}
	for _, name := range fonts {
		b, err := fs.ReadFile(files, "fonts/"+name)
		if err != nil {
			return nil, err
		}
		kind := path.Ext(name)
		hashed := fmt.Sprintf("fonts/%s.%.12s%s", strings.TrimSuffix(name, kind), record.DigestOf(b), kind)
		style = strings.ReplaceAll(style, "fonts/"+name, hashed)
		assets[hashed] = newAsset("font/"+kind[1:], b, true)
	}
	assets["pages.css"] = newAsset("text/css; charset=utf-8", []byte(style), false)
	b, err := fs.ReadFile(files, "pages/icon.svg")
	if err != nil {
		return nil, err
	}
	assets["icon.svg"] = newAsset("image/svg+xml", b, false)
	return assets, readScripts(files, assets)
}

func readStyle(files fs.FS) (string, error) {
	var style strings.Builder
	for _, name := range sheets {
		b, err := fs.ReadFile(files, "pages/style/"+name+".css")
		if err != nil {
			return "", err
		}
		style.Write(b)
	}
	return style.String(), nil
}

func readScripts(files fs.FS, assets map[string]asset) error {
	names, err := fs.Glob(files, "pages/*.js")
	if err != nil {
		return err
	}
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		assets[path.Base(name)] = newAsset("text/javascript; charset=utf-8", b, false)
	}
	return nil
}

func newAsset(kind string, b []byte, keep bool) asset {
	return asset{kind: kind, body: b, tag: strconv.Quote(record.DigestOf(b).String()), keep: keep, zip: zipped(b)}
}

// asset sends one.
func (p *Pages) asset(c *gin.Context) {
	a, ok := p.assets[strings.TrimPrefix(c.Param("name"), "/")]
	if !ok {
		http.NotFound(c.Writer, c.Request)
		return
	}
	p.sendAsset(c, a)
}

// icon answers browsers that ask for a site's icon at the address that they all know, as they do for what is no page of ours.
func (p *Pages) icon(c *gin.Context) { p.sendAsset(c, p.assets["icon.svg"]) }

func (p *Pages) sendAsset(c *gin.Context, a asset) {
	h := c.Writer.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", a.tag)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "public, no-cache") // asked after each time, which costs an answer without a body
	if a.keep {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := a.body
	h.Set("Vary", "Accept-Encoding")
	if a.zip != nil && takesZip(c.Request) {
		body = a.zip
		h.Set("Content-Encoding", "gzip")
		h.Set("ETag", strings.TrimSuffix(a.tag, `"`)+`-gzip"`)
	}
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(body))
}
