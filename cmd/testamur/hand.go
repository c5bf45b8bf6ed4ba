package main

import (
	"io/fs"

	"testamur/internal/picture"
	"testamur/templates"
)

// handwriting sets the signatures that people type; names in other letters than Latin come in italics.
func handwriting() (*picture.Hand, error) {
	var fonts [][]byte
	for _, name := range []string{"DancingScript-Regular.otf", "EBGaramond-Italic.ttf"} {
		b, err := fs.ReadFile(templates.Files, "fonts/"+name)
		if err != nil {
			return nil, err
		}
		fonts = append(fonts, b)
	}
	return picture.NewHand(fonts...)
}
