package certificate

import (
	"archive/zip"
	"context"
	"io"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/record"
	"testamur/internal/text"

	"github.com/google/uuid"
)

// Archive writes a zip archive of the PDF files of a cohort that are in force, each under the name of its participant and its
// serial number, so that no two have one name. It holds one page of certificates and one file at a time, whatever the cohort's
// size. Fails as NotFound or Forbidden before anything is written; when it fails later, the archive lacks its directory.
func (s *Service) Archive(ctx context.Context, a access.Actor, cohort uuid.UUID, w io.Writer) error {
	programme, err := s.Cohorts.PermitCohort(ctx, a, access.OpDownloadCertificates, cohort)
	if err != nil {
		return err
	}
	if err := s.Journal.Note(ctx, a, access.OpDownloadCertificates, access.Ref{Kind: "cohort", ID: cohort}, programme, nil); err != nil {
		return err
	}
	z := zip.NewWriter(w)
	page := record.Page{Limit: record.MaxPage}
	filter := Filter{Cohort: cohort, State: Issued, Finished: true, Sight: access.Everything()}
	for more := true; more; {
		list, err := s.Store.Certificates().List(ctx, filter, page)
		if err != nil {
			return err
		}
		if err := s.pack(ctx, z, list.Items); err != nil {
			return err
		}
		if more = list.More; more {
			page.After = list.Items[len(list.Items)-1].ID
		}
	}
	return z.Close()
}

func (s *Service) pack(ctx context.Context, z *zip.Writer, certificates []Certificate) error {
	if len(certificates) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(certificates))
	for i, c := range certificates {
		ids[i] = c.IssuedID
	}
	versions, err := s.Store.VersionStandings(ctx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		v := versions[id]
		if !v.ErasedAt.IsZero() {
			continue
		}
		if err := s.packOne(ctx, z, v); err != nil {
			return err
		}
	}
	return nil
}

// packOne stores one file as it is: a PDF is compressed already. One that was erased since the page was read is left out.
func (s *Service) packOne(ctx context.Context, z *zip.Writer, v Version) error {
	pdf, err := s.Blobs.Get(ctx, v.File)
	if fault.CodeOf(err) == fault.NotFound {
		return s.unlessErased(ctx, v.ID, err)
	}
	if err != nil {
		return err
	}
	file, err := z.CreateHeader(&zip.FileHeader{Name: v.fileName(), Method: zip.Store, Modified: v.IssuedAt})
	if err != nil {
		return err
	}
	_, err = file.Write(pdf)
	return err
}

// unlessErased gives why the file of a version is not there, nil when it was erased.
func (s *Service) unlessErased(ctx context.Context, id uuid.UUID, missing error) error {
	v, err := s.Store.Version(ctx, id)
	if err != nil {
		return err
	}
	if v.ErasedAt.IsZero() {
		return missing
	}
	return nil
}

// fileName is readable and, by the serial number, unique: letters, digits and hyphens alone, so that it leads nowhere.
func (v Version) fileName() string {
	serial := text.Slug(PrintedSerial(v.Serial, v.Number))
	if name := text.Slug(v.Facts.Name); name != "" {
		return name + "-" + serial + ".pdf"
	}
	return serial + ".pdf"
}
