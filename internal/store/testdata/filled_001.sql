-- A database of the first schema in use: one certificate issued, one being composed. FALSE and TRUE are words of both dialects;
-- x'…' is written as PostgreSQL has it by the test.
INSERT INTO people (id, revision, created_at, changed_at, name, email, email_key, private_email, organisation, job_title, language, external_id, archived) VALUES
('00000000-0000-7000-8000-000000000001', 3, '2015-01-05T09:00:00.000000Z', '2015-02-05T09:00:00.000000Z', 'Ana Réis', 'Ana@example.org', 'ana@example.org', '', 'Harbour', 'Pilot', 'pt', 'lms-ana', FALSE),
('00000000-0000-7000-8000-000000000002', 1, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', 'Etta', '', NULL, '', '', '', 'en', NULL, TRUE);
INSERT INTO tokens (id, revision, created_at, changed_at, name, role, person_id, hash, hint, expires_at, revoked_at) VALUES
('00000000-0000-7000-8000-000000000010', 1, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', 'LMS', 'staff', NULL, x'0101010101010101010101010101010101010101010101010101010101010101', 'abcd', NULL, NULL);
INSERT INTO files (id, revision, created_at, changed_at, purpose, name, digest, size, width, height) VALUES
('00000000-0000-7000-8000-000000000020', 1, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', 'logo', 'logo.png', x'0202020202020202020202020202020202020202020202020202020202020202', 68, 1, 1);
INSERT INTO programmes (id, revision, created_at, changed_at, name, certificate_title, institution, language, time_zone, serial_prefix, layout, about, length, requirements, contact, required_sign_offs, logo_file_id, archived) VALUES
('00000000-0000-7000-8000-000000000030', 2, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', 'Social learning', 'Certificate', 'Institute', 'en', 'Europe/Lisbon', 'SLL', 'classic', '', 'a year', '', 'office@example.org', 1, '00000000-0000-7000-8000-000000000020', FALSE);
INSERT INTO cohorts (id, revision, created_at, changed_at, programme_id, name, external_id, starts_on, ends_on, panel_on, state, archived) VALUES
('00000000-0000-7000-8000-000000000040', 1, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000030', '2015', NULL, '2015-01-10', NULL, '2015-12-14', 'running', FALSE);
INSERT INTO enrolments (id, revision, created_at, changed_at, cohort_id, programme_id, person_id, external_id, state, leader_kind, scale) VALUES
('00000000-0000-7000-8000-000000000050', 1, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000040', '00000000-0000-7000-8000-000000000030', '00000000-0000-7000-8000-000000000001', NULL, 'active', '', 'a port'),
('00000000-0000-7000-8000-000000000051', 1, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000040', '00000000-0000-7000-8000-000000000030', '00000000-0000-7000-8000-000000000002', NULL, 'completed', '', '');
INSERT INTO themes (id, revision, created_at, changed_at, programme_id, enrolment_id, heading, guidance, position, archived) VALUES
('00000000-0000-7000-8000-000000000060', 1, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000030', NULL, 'Persistence', '', 0, FALSE);
INSERT INTO projects (id, revision, created_at, changed_at, enrolment_id, programme_id, title, context, aims) VALUES
('00000000-0000-7000-8000-000000000070', 1, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000050', '00000000-0000-7000-8000-000000000030', 'Harbour pilots', 'She asked why.', '');
INSERT INTO log_entries (id, revision, created_at, changed_at, enrolment_id, programme_id, written_on, text, archived) VALUES
('00000000-0000-7000-8000-000000000071', 1, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000050', '00000000-0000-7000-8000-000000000030', '2015-03-02', 'We met.', FALSE);
INSERT INTO assignments (id, revision, created_at, changed_at, enrolment_id, programme_id, assessor_id, due_on, conflict, conflict_note, archived) VALUES
('00000000-0000-7000-8000-000000000080', 1, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000050', '00000000-0000-7000-8000-000000000030', '00000000-0000-7000-8000-000000000002', '2015-11-30', 'none', '', FALSE);
INSERT INTO writings (id, kind, owner_id, enrolment_id, assessor_id, theme_id, number, text, written_at) VALUES
('00000000-0000-7000-8000-000000000090', 'feedback', '00000000-0000-7000-8000-000000000091', '00000000-0000-7000-8000-000000000050', '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000060', 1, 'She does not give up, whatever the tide may bring.', '2015-10-05T09:00:00.000000Z');
INSERT INTO feedback (id, revision, created_at, changed_at, enrolment_id, programme_id, assessor_id, theme_id, text, state, written_by, taken_down, confirmed_at, submitted_at, writing_id) VALUES
('00000000-0000-7000-8000-000000000091', 2, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000050', '00000000-0000-7000-8000-000000000030', '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000060', 'She does not give up, whatever the tide may bring.', 'submitted', NULL, FALSE, NULL, '2015-10-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000090');
INSERT INTO certificates (id, revision, created_at, changed_at, enrolment_id, programme_id, state, title, name, award_date, expires_on, serial, version_id, issued_id, correction_note, composers) VALUES
('00000000-0000-7000-8000-0000000000a0', 4, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000050', '00000000-0000-7000-8000-000000000030', 'composing', 'Certificate', 'Ana Réis', '2015-12-14', NULL, '', NULL, NULL, '', '[]'),
('00000000-0000-7000-8000-0000000000a1', 5, '2015-01-05T09:00:00.000000Z', '2015-01-05T09:00:00.000000Z', '00000000-0000-7000-8000-000000000051', '00000000-0000-7000-8000-000000000030', 'issued', 'Certificate', 'Etta', '2015-12-14', NULL, 'SLL-2015-0001', NULL, NULL, '', '[]');
INSERT INTO sections (id, certificate_id, position, heading, theme_id) VALUES
('00000000-0000-7000-8000-0000000000b0', '00000000-0000-7000-8000-0000000000a0', 0, 'Persistence', '00000000-0000-7000-8000-000000000060');
INSERT INTO passages (id, certificate_id, section_id, position, text, runs_on) VALUES
('00000000-0000-7000-8000-0000000000c0', '00000000-0000-7000-8000-0000000000a0', '00000000-0000-7000-8000-0000000000b0', 0, 'She does not give up, whatever the tide may bring.', FALSE);
INSERT INTO passage_sources (passage_id, position, certificate_id, writing_id, relation) VALUES
('00000000-0000-7000-8000-0000000000c0', 0, '00000000-0000-7000-8000-0000000000a0', '00000000-0000-7000-8000-000000000090', 'verbatim');
INSERT INTO signatories (id, certificate_id, position, person_id, name, title, organisation) VALUES
('00000000-0000-7000-8000-0000000000d0', '00000000-0000-7000-8000-0000000000a0', 0, '00000000-0000-7000-8000-000000000002', 'Etta', 'Captain', '');
INSERT INTO versions (id, code, state, serial, number, file, issued_at, expires_on, ended_at, end_reason, erased_at, facts, certificate_id, programme_id, text_digest, provenance_digest, version_digest, logo, required_sign_offs, sent_at, issuing_until, file_size, end_note, base_file, base_file_id, base_pages, base_layout, base_layout_hash, base_fonts_hash, base_places, signatories, composers, about, content, provenance, sealed) VALUES
('00000000-0000-7000-8000-0000000000e0', 'abcdefghijklmnopqrstuvwx', 'issued', 'SLL-2015-0001', 1, x'0303030303030303030303030303030303030303030303030303030303030303', '2015-12-15T09:00:00.000000Z', NULL, NULL, '', NULL, '{}', '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-000000000030', x'0404040404040404040404040404040404040404040404040404040404040404', NULL, NULL, NULL, 1, '2015-12-14T09:00:00.000000Z', NULL, 59352, '', NULL, x'05', 2, 'classic', '', '', '[]', '[]', '[]', '', NULL, NULL, NULL);
UPDATE certificates SET version_id = '00000000-0000-7000-8000-0000000000e0', issued_id = '00000000-0000-7000-8000-0000000000e0' WHERE id = '00000000-0000-7000-8000-0000000000a1';
INSERT INTO issued_files (digest, version_id, size, issued_at) VALUES
(x'0303030303030303030303030303030303030303030303030303030303030303', '00000000-0000-7000-8000-0000000000e0', 59352, '2015-12-15T09:00:00.000000Z');
INSERT INTO sign_offs (id, version_id, signatory_id, signatory, decision, reason, text_digest, signature_file_id, signature, recorder_kind, recorder_id, recorder_name, recorder_role, recorder_person, recorded_at) VALUES
('00000000-0000-7000-8000-0000000000f0', '00000000-0000-7000-8000-0000000000e0', '00000000-0000-7000-8000-0000000000d0', '{"id":"00000000-0000-7000-8000-0000000000d0","person_id":"00000000-0000-7000-8000-000000000002","name":"Etta","title":"Captain","organisation":""}', 'approved', '', x'0404040404040404040404040404040404040404040404040404040404040404', NULL, NULL, 'token', '00000000-0000-7000-8000-000000000010', 'LMS', 'staff', NULL, '2015-12-14T10:00:00.000000Z');
UPDATE event_sequence SET last = 1;
INSERT INTO events (sequence, id, happened_at, actor_kind, actor_id, actor_name, actor_role, actor_person, operation, object_kind, object_id, programme_id, detail) VALUES
(1, '00000000-0000-7000-8000-000000000100', '2015-12-15T09:00:00.000000Z', 'token', '00000000-0000-7000-8000-000000000010', 'LMS', 'staff', NULL, 'issueCertificate', 'certificate', '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-000000000030', '{}');
