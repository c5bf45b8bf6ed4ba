package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"testamur/internal/access"
	"testamur/internal/fault"
	ops "testamur/internal/operation"
	"testamur/internal/programme"

	"github.com/google/uuid"
)

func (s *server) wireOperation(o ops.Operation) Operation {
	perSecond, end := o.Rate(s.Now())
	states := o.Tally.States
	return Operation{
		ID: o.ID, Revision: o.Revision, CreatedAt: o.CreatedAt, ChangedAt: o.ChangedAt, Kind: OperationKind(o.Kind),
		ProgrammeID: o.Programme, CohortID: o.Cohort, State: OperationState(o.State), ExpiresAt: o.ExpiresAt,
		StartedAt: o.StartedAt, EndedAt: o.EndedAt, PerSecond: perSecond, EstimatedEndAt: end.Truncate(time.Second),
		Items: OperationCounts{
			Total: o.Tally.Total(), Waiting: states[ops.ItemWaiting], Running: states[ops.ItemRunning],
			Done: states[ops.ItemDone], Failed: states[ops.ItemFailed], Skipped: states[ops.ItemSkipped],
		},
		Failures: wireFailures(o.Tally.Failures), Reason: o.Reason, Message: o.Message,
	}
}

func wireFailures(counts map[string]int) (failures []OperationFailure) {
	for reason, count := range counts {
		failures = append(failures, OperationFailure{Reason: reason, Count: count})
	}
	slices.SortFunc(failures, func(a, b OperationFailure) int { return strings.Compare(a.Reason, b.Reason) })
	return failures
}

func wireItem(i ops.Item) OperationItem {
	return OperationItem{
		ID: i.ID, Position: i.Position, State: OperationItemState(i.State), ObjectKind: i.Object.Kind, ObjectID: i.Object.ID,
		PersonID: i.Person, Name: i.Name, OtherPersonID: i.Other, OtherName: i.OtherName,
		Effects: each(i.Effects, same[string]), Documents: each(i.Documents, same[string]),
		Letters: each(i.Letters, func(l ops.Letter) OperationLetter {
			return OperationLetter{Kind: string(l.Kind), PersonID: l.Person, Name: l.Name}
		}),
		Problems: each(i.Problems, wireProblem), Attempts: i.Attempts, NotBefore: waits(i), Code: i.Code, Reason: i.Reason, Message: i.Message,
		ResultKind: i.Result.Kind, ResultID: i.Result.ID, EndedAt: i.EndedAt,
	}
}

// waits gives until when an item waits for another try; the lease of one that is being done is nobody's business.
func waits(i ops.Item) time.Time {
	if i.State != ops.ItemWaiting {
		return time.Time{}
	}
	return i.NotBefore
}

func wireProblem(p ops.Problem) OperationProblem {
	severity := OperationProblemSeverityError
	if p.Warning {
		severity = OperationProblemSeverityWarning
	}
	return OperationProblem{Column: p.Column, Severity: severity, Reason: p.Reason, Message: p.Message}
}

func (s *server) plan(ctx context.Context, op access.Operation, kind string, order ops.Order) (OperationPlannedJSONResponse, error) {
	ctx, actor := caller(ctx)
	o, token, err := s.Operations.Plan(ctx, actor, op, kind, order)
	if err != nil {
		return OperationPlannedJSONResponse{}, err
	}
	body := s.wireOperation(o)
	body.Token = token
	return OperationPlannedJSONResponse{
		Body: body, Headers: OperationPlannedResponseHeaders{ETag: etag(o.Revision), Location: operationAt(o.ID)},
	}, nil
}

func operationAt(id uuid.UUID) string { return "/v1/operations/" + id.String() }

// CreateOperation implements StrictServerInterface.
func (s *server) CreateOperation(ctx context.Context, r CreateOperationRequestObject) (CreateOperationResponseObject, error) {
	options, err := optionsOf(r.Body.Options)
	if err != nil {
		return nil, err
	}
	planned, err := s.plan(ctx, access.OpCreateOperation, string(r.Body.Kind), ops.Order{Cohort: r.ID, Options: options})
	if err != nil {
		return nil, err
	}
	return CreateOperation201JSONResponse{planned}, nil
}

func optionsOf(o OperationOptions) (json.RawMessage, error) {
	options := programme.AssignOptions{Assessors: o.Assessors, PerParticipant: o.PerParticipant, DueOn: day(o.DueOn).String()}
	for _, p := range o.Pairs {
		options.Pairs = append(options.Pairs, programme.Pair{EnrolmentID: p.EnrolmentID, AssessorID: p.AssessorID})
	}
	b, err := json.Marshal(options)
	if err != nil {
		return nil, fault.New(fault.Internal, "", "The options could not be kept.").Because(err)
	}
	return b, nil
}

// CreateEnrolmentImport implements StrictServerInterface.
func (s *server) CreateEnrolmentImport(ctx context.Context, r CreateEnrolmentImportRequestObject) (CreateEnrolmentImportResponseObject, error) {
	_, actor := caller(ctx)
	inputs, err := s.Programmes.ReadRoster(actor, upload(ctx), r.Params.Invite)
	if err != nil {
		return nil, err
	}
	planned, err := s.plan(ctx, access.OpCreateEnrolmentImport, "enrol", ops.Order{Cohort: r.ID, Inputs: inputs})
	if err != nil {
		return nil, err
	}
	return CreateEnrolmentImport201JSONResponse{planned}, nil
}

// ListOperations implements StrictServerInterface.
func (s *server) ListOperations(ctx context.Context, r ListOperationsRequestObject) (ListOperationsResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := ops.Filter{Cohort: r.Params.CohortID, State: ops.State(r.Params.State)}
	list, err := s.Operations.List(ctx, actor, filter, page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, s.wireOperation, func(o ops.Operation) uuid.UUID { return o.ID })
	return ListOperations200JSONResponse{OperationListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// GetOperation implements StrictServerInterface.
func (s *server) GetOperation(ctx context.Context, r GetOperationRequestObject) (GetOperationResponseObject, error) {
	ctx, actor := caller(ctx)
	o, err := s.Operations.Get(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return GetOperation200JSONResponse{s.shownOperation(o)}, nil
}

func (s *server) shownOperation(o ops.Operation) OperationShownJSONResponse {
	return OperationShownJSONResponse{Body: s.wireOperation(o), Headers: OperationShownResponseHeaders{ETag: etag(o.Revision)}}
}

// ListOperationItems implements StrictServerInterface.
func (s *server) ListOperationItems(ctx context.Context, r ListOperationItemsRequestObject) (ListOperationItemsResponseObject, error) {
	ctx, actor := caller(ctx)
	page, err := page(r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := s.Operations.Items(ctx, actor, r.ID, ops.ItemState(r.Params.State), page)
	if err != nil {
		return nil, err
	}
	items, next := listed(list, wireItem, func(i ops.Item) uuid.UUID { return i.ID })
	return ListOperationItems200JSONResponse{OperationItemListedJSONResponse{Items: items, NextCursor: next}}, nil
}

// ConfirmOperation implements StrictServerInterface.
func (s *server) ConfirmOperation(ctx context.Context, r ConfirmOperationRequestObject) (ConfirmOperationResponseObject, error) {
	ctx, actor := caller(ctx)
	o, err := s.Operations.Confirm(ctx, actor, r.ID, r.Body.Token, ops.Mode(r.Body.Mode))
	if err != nil {
		return nil, err
	}
	return ConfirmOperation202JSONResponse{OperationConfirmedJSONResponse{
		Body: s.wireOperation(o), Headers: OperationConfirmedResponseHeaders{ETag: etag(o.Revision), Location: operationAt(o.ID)},
	}}, nil
}

// CancelOperation implements StrictServerInterface.
func (s *server) CancelOperation(ctx context.Context, r CancelOperationRequestObject) (CancelOperationResponseObject, error) {
	ctx, actor := caller(ctx)
	o, err := s.Operations.Cancel(ctx, actor, r.ID)
	if err != nil {
		return nil, err
	}
	return CancelOperation200JSONResponse{s.shownOperation(o)}, nil
}

// patience is how long one piece of an archive may take to be sent: a cohort's takes as long as it takes.
const patience = 60 * time.Second

// VisitDownloadCertificatesResponse implements DownloadCertificatesResponseObject.
func (a archive) VisitDownloadCertificatesResponse(w http.ResponseWriter) error {
	return a.write(&patient{Writer: &headed{w: w, name: a.name}, control: http.NewResponseController(w), now: a.now})
}

// patient gives every write its own time instead of all together.
type patient struct {
	io.Writer
	control *http.ResponseController
	now     func() time.Time
}

func (p *patient) Write(b []byte) (int, error) {
	if err := p.control.SetWriteDeadline(p.now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return p.Writer.Write(b)
}

// DownloadCertificates implements StrictServerInterface.
func (s *server) DownloadCertificates(ctx context.Context, r DownloadCertificatesRequestObject) (DownloadCertificatesResponseObject, error) {
	ctx, actor := caller(ctx)
	return archive{name: "certificates-" + r.ID.String() + ".zip", now: s.Now, write: func(w io.Writer) error {
		return s.Certificates.Archive(ctx, actor, r.ID, w)
	}}, nil
}
