package access_test

import (
	"testing"

	"testamur/internal/access"
	"testamur/internal/fault"
)

func TestPermitDeniesByDefault(t *testing.T) {
	admin := access.Actor{Kind: access.KindToken, Role: access.RoleAdmin}
	if err := admin.Permit("noSuchOperation"); fault.CodeOf(err) != fault.Forbidden {
		t.Errorf("an unknown operation: %v", err)
	}
	if err := access.Anonymous().Permit(access.OpListPeople); fault.CodeOf(err) != fault.Unauthenticated {
		t.Errorf("nobody: %v", err)
	}
	if err := (access.Actor{}).Permit(access.OpListPeople); fault.CodeOf(err) != fault.Unauthenticated {
		t.Errorf("the zero actor: %v", err)
	}
	if err := (access.Actor{Kind: access.KindToken, Role: "owner"}).Permit(access.OpListPeople); fault.CodeOf(err) != fault.Forbidden {
		t.Errorf("an unknown role: %v", err)
	}
}

func TestRelationsAddUp(t *testing.T) {
	assessor := access.Actor{Kind: access.KindToken, Role: access.RoleAssessor}
	if err := assessor.Permit(access.OpGetEnrolment); fault.CodeOf(err) != fault.Forbidden {
		t.Errorf("not assigned: %v", err)
	}
	if err := assessor.Permit(access.OpGetEnrolment, access.Assigned); err != nil {
		t.Errorf("assigned: %v", err)
	}
}

func TestAnObjectThatMeansNothingToTheActorDoesNotExist(t *testing.T) {
	assessor := access.Actor{Kind: access.KindToken, Role: access.RoleAssessor}
	if err := assessor.PermitObject(access.OpGetEnrolment, "enrolment"); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}
