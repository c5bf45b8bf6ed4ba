// Package testamur holds the contract of the REST API, so that the program serves and enforces exactly the file that
// people edit. Everything else lives in the packages below it.
package testamur

import _ "embed"

// Contract is openapi.yaml, byte for byte.
//
//go:embed openapi.yaml
var Contract []byte
