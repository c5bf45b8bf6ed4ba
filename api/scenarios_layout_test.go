package api_test

var layoutScenarios = []scenario{
	{
		name: "what there is", as: "staff", method: "GET", path: "/v1/layouts",
		status: 200, contains: []string{`"name":"classic","version":1`, `"name":"plain-2","version":2`, `"description":"Plain."`, `"digest":"000`},
	},
	{name: "those who assess choose none", as: "etta.token", method: "GET", path: "/v1/layouts", status: 403, contains: []string{`"code":"forbidden"`}},
	{
		name: "a layout with a sample text", as: "staff", method: "GET", path: "/v1/layouts/classic/preview", status: 200, contains: []string{"%PDF-1.7 sample"},
		headers: map[string]string{"Content-Type": "application/pdf", "Content-Disposition": "inline; filename=classic-preview.pdf", "Cache-Control": "no-store"},
	},
	{name: "a layout that there is not", as: "staff", method: "GET", path: "/v1/layouts/baroque/preview", status: 404, contains: []string{`"code":"not_found"`}},
	{
		name: "a certificate as it stands, in its programme's layout", given: proposed, as: "staff", method: "GET", path: "/v1/certificates/<certificate>/preview",
		status: 200, contains: []string{"preview of Ana Reis in classic https://certificates.example.org/v/"},
		headers: map[string]string{"Content-Type": "application/pdf", "Content-Disposition": "inline; filename=preview.pdf"},
	},
	{
		name: "in another layout", given: proposed, as: "staff", method: "GET", path: "/v1/certificates/<certificate>/preview?layout=plain-2",
		status: 200, contains: []string{"preview of Ana Reis in plain-2"},
	},
	{
		name: "an issued one, without what verifies", given: issued, as: "staff", method: "GET", path: "/v1/certificates/<certificate>/preview",
		status: 200, contains: []string{"preview of Ana Reis"}, absent: []string{"<code>", "SLL-2015"},
	},
	{
		name: "in a layout that there is not", given: proposed, as: "staff", method: "GET", path: "/v1/certificates/<certificate>/preview?layout=baroque",
		status: 422, contains: []string{`"reason":"unknown_layout"`, "baroque"},
	},
	{name: "nobody previews a certificate but who writes it", given: issued, as: "etta.token", method: "GET", path: "/v1/certificates/<certificate>/preview", status: 403},
}
