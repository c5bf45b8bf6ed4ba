// Package templates holds the files that are compiled into the program: certificate layouts, fonts with their licences,
// the fixed words of certificates, pages, the framework that comes along. It holds no code that uses them.
package templates

import "embed"

// Files holds everything, by path: "layouts/classic.yaml", "fonts/EBGaramond-Regular.ttf", "words.yaml".
//
//go:embed all:fonts all:layouts all:mail all:pages all:demo all:frameworks handbook.yaml layouts.yaml words.yaml
var Files embed.FS
