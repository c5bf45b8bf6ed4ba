package excerpt_test

import (
	"testing"
	"time"

	"testamur/internal/excerpt"
	"testamur/internal/record"
)

func TestOnlyWhatEverybodyAgreedToIsAgreed(t *testing.T) {
	digest, other := record.Digest{1}, record.Digest{2}
	yes := excerpt.Consent{Answer: excerpt.Agrees, Digest: digest}
	no := excerpt.Consent{Answer: excerpt.Declines, Digest: digest}
	stale := excerpt.Consent{Answer: excerpt.Agrees, Digest: other}
	silent := excerpt.Consent{}
	for _, c := range []struct {
		name     string
		consents []excerpt.Consent
		gone     bool
		taken    bool
		want     excerpt.State
	}{
		{"all say yes", []excerpt.Consent{yes, yes}, false, false, excerpt.Agreed},
		{"silence is no", []excerpt.Consent{yes, silent}, false, false, excerpt.Asked},
		{"one no is enough", []excerpt.Consent{yes, no, silent}, false, false, excerpt.Declined},
		{"a yes to other words is none", []excerpt.Consent{yes, stale}, false, false, excerpt.Asked},
		{"nobody is not everybody", nil, false, false, excerpt.Asked},
		{"taken back", []excerpt.Consent{yes}, false, true, excerpt.TakenBack},
		{"its certificate is not in force", []excerpt.Consent{yes}, true, false, excerpt.Dropped},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := excerpt.Excerpt{Digest: digest, Consents: c.consents, InForce: !c.gone}
			if c.taken {
				x.TakenBackAt = time.Unix(1, 0)
			}
			if got := x.State(); got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
		})
	}
}
