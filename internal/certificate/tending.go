package certificate

import "context"

// Tend does what time makes due: it reminds signatories who have not answered. Housekeeping calls it every minute or so, on every
// server; what is due is done once.
func (s *Service) Tend(ctx context.Context) error { return s.remindDue(ctx) }
