// Package api is the REST API over gin: it turns requests that keep the contract (openapi.yaml) into calls of use cases
// and their results into answers. Types and routes are generated from the contract. No rule, permission or query lives
// here: use cases decide, and one place (problem.go) says what a refusal looks like in HTTP.
package api

//go:generate go tool oapi-codegen -config oapi-codegen.yaml ../openapi.yaml

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"testamur/internal/access"
	"testamur/internal/account"
	"testamur/internal/certificate"
	"testamur/internal/excerpt"
	"testamur/internal/fault"
	"testamur/internal/handbook"
	"testamur/internal/idempotency"
	ops "testamur/internal/operation"
	"testamur/internal/overview"
	"testamur/internal/personal"
	"testamur/internal/programme"
	"testamur/internal/throttle"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"golang.org/x/time/rate"
)

// Config is what the API works with. All fields are needed, unless they say otherwise.
type Config struct {
	Access       *access.Service
	Accounts     *account.Service
	Personal     *personal.Service
	Programmes   *programme.Service
	Handbooks    *handbook.Service
	Excerpts     *excerpt.Service
	Certificates *certificate.Service
	Operations   *ops.Service
	Overview     *overview.Service
	Journal      access.Journal
	Idempotency  idempotency.Store
	Ready        func(context.Context) error // nil when requests can be served
	Log          *slog.Logger
	Now          func() time.Time
	NewID        func() uuid.UUID
	PublicURL    string // where people reach this installation: a session's cookie works from pages of there alone

	Pages func(gin.IRouter) // mounts the pages for people; may be nil
	// Lost answers a browser that asks for what is no page (404), with a method that the page does not take (405), or for a page
	// that broke (500). Nil: it gets a problem, as programs do.
	Lost           func(c *gin.Context, status int)
	TrustedProxies []string        // addresses or networks whose X-Forwarded-For is believed; none by default
	Files          *throttle.Files // lets in files that strangers have verified; nil: one a second, 20 at once
	PreviewRate    rate.Limit      // previews that one address may have rendered a second; 0 is 2
	PreviewBurst   int             // and at once; 0 is 30
}

// server answers the operations of the contract.
type server struct {
	Config
	contract *contract
	pages    *http.CrossOriginProtection // whose pages may use a session's cookie
	previews *throttle.Addresses         // on what renders a preview
	proxied  sync.Once                   // a proxy that is not trusted is warned of once
}

// New builds the handler of the whole program: the API, its contract and reference, health, and the pages.
func New(c Config) (http.Handler, error) {
	contract, err := readContract()
	if err != nil {
		return nil, err
	}
	if c.Files == nil {
		c.Files = throttle.NewFiles(1, 20, c.Now)
	}
	if c.PreviewRate == 0 {
		c.PreviewRate = 2
	}
	if c.PreviewBurst == 0 {
		c.PreviewBurst = 30
	}
	pages, err := ownPages(c.PublicURL)
	if err != nil {
		return nil, err
	}
	s := &server{
		Config: c, contract: contract, pages: pages,
		previews: throttle.NewAddresses(c.PreviewRate, c.PreviewBurst, c.Now),
	}
	engine, err := s.engine()
	if err != nil {
		return nil, err
	}
	if err := s.routes(engine); err != nil {
		return nil, err
	}
	return engine, nil
}

// engine makes a gin engine that answers in problems and tells nothing of itself.
func (s *server) engine() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.ContextWithFallback = true
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.UseRawPath, engine.UnescapePathValues = true, true // an external id may contain %2F
	engine.RemoteIPHeaders = []string{"X-Forwarded-For"}
	if err := engine.SetTrustedProxies(s.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	engine.Use(s.begin, s.logged, s.recovered, s.secured)
	engine.NoRoute(func(c *gin.Context) {
		s.lost(c, fault.New(fault.NotFound, "no_route", "There is nothing at this address."))
	})
	engine.NoMethod(func(c *gin.Context) {
		s.lost(c, fault.New(methodNotAllowed, "", "This address does not know the method %s.", c.Request.Method))
	})
	return engine, nil
}

func (s *server) routes(engine *gin.Engine) error {
	operations := engine.Group("", s.found, s.noted, s.authenticated, s.limited, s.received, s.validated, s.repeatable)
	strict := NewStrictHandlerWithOptions(s, nil, StrictGinServerOptions{
		RequestErrorHandlerFunc:  s.failReading,
		HandlerErrorFunc:         s.fail,
		ResponseErrorHandlerFunc: s.failWriting,
	})
	RegisterHandlersWithOptions(operations, strict, GinServerOptions{
		ErrorHandler: func(c *gin.Context, err error, _ int) { s.failReading(c, err) },
	})
	engine.OPTIONS(verificationRoute, preflight)
	engine.GET("/healthz", healthy)
	engine.GET("/readyz", s.ready)
	if s.Pages != nil {
		s.Pages(engine)
	}
	return s.reference(engine)
}
