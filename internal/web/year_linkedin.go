package web

import (
	"net/url"
	"strconv"

	"testamur/internal/civil"
)

// linkedIn gives the address that opens LinkedIn's form "Add license or certification" filled in. Nothing is sent before the
// participant follows it. The parameters are those of LinkedIn's "Add to profile" for issuers of certificates.
func linkedIn(w award) string {
	q := url.Values{
		"startTask": {"CERTIFICATION_NAME"}, "name": {w.Title}, "organizationName": {w.Version.Facts.Institution},
		"certUrl": {w.Verify}, "certId": {w.Version.Serial},
	}
	addMonth(q, "issue", w.AwardDate)
	addMonth(q, "expiration", w.ExpiresOn)
	return "https://www.linkedin.com/profile/add?" + q.Encode()
}

func addMonth(q url.Values, kind string, day civil.Date) {
	if day.IsZero() {
		return
	}
	q.Set(kind+"Year", strconv.Itoa(day.Year))
	q.Set(kind+"Month", strconv.Itoa(int(day.Month)))
}
