package web

// said are the sentences for what was just done, by what the address of the page says: "?done=password".
var said = map[string]string{
	"password": "Your password is set. You are signed out everywhere else.",
	"proof":    "You have proved that it is you. That holds for five minutes.",
	"session":  "That session has ended.",
	"address":  "Your name and address are kept.",
}
