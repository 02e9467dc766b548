using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AssuranceAndCredentials : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "approved_provisions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scope = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    risk = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    direct_claims = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    frozen_for = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approved_provisions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_approved_provisions_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "certificates",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    learner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    course_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    award = table.Column<string>(type: "jsonb", nullable: true),
                    awarding_reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    name = table.Column<byte[]>(type: "bytea", nullable: true),
                    concern = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_certificates", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_certificates_courses_tenant_id_course_id",
                        columns: x => new { x.tenant_id, x.course_id },
                        principalSchema: "franchise",
                        principalTable: "courses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_certificates_enrolments_tenant_id_enrolment_id",
                        columns: x => new { x.tenant_id, x.enrolment_id },
                        principalSchema: "franchise",
                        principalTable: "enrolments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_certificates_learners_tenant_id_learner_id",
                        columns: x => new { x.tenant_id, x.learner_id },
                        principalSchema: "franchise",
                        principalTable: "learners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_certificates_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "claims",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    drafted_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    drafted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    verified_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    awarded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    returned_because = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claims", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_claims_courses_tenant_id_course_id",
                        columns: x => new { x.tenant_id, x.course_id },
                        principalSchema: "franchise",
                        principalTable: "courses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "credential_keys",
                schema: "franchise",
                columns: table => new
                {
                    kid = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    algorithm = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    public_key = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    private_key = table.Column<byte[]>(type: "bytea", nullable: true),
                    active_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credential_keys", x => x.kid);
                });

            migrationBuilder.CreateTable(
                name: "external_visits",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    notice_on = table.Column<DateOnly>(type: "date", nullable: false),
                    purpose = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    short_notice_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    agreed_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    cancelled_because = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    planned_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_external_visits", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_external_visits_courses_tenant_id_course_id",
                        columns: x => new { x.tenant_id, x.course_id },
                        principalSchema: "franchise",
                        principalTable: "courses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_external_visits_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quality_assurers",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    nominated_on = table.Column<DateOnly>(type: "date", nullable: false),
                    nominated_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    approved_on = table.Column<DateOnly>(type: "date", nullable: true),
                    approved_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    stood_down_on = table.Column<DateOnly>(type: "date", nullable: true),
                    stood_down_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quality_assurers", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_quality_assurers_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sampling_plans",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seed = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sampling_plans", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_sampling_plans_courses_tenant_id_course_id",
                        columns: x => new { x.tenant_id, x.course_id },
                        principalSchema: "franchise",
                        principalTable: "courses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "standardisation_meetings",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    units = table.Column<string[]>(type: "text[]", nullable: false),
                    what = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    outcome = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_standardisation_meetings", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_standardisation_meetings_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "status_entries",
                schema: "franchise",
                columns: table => new
                {
                    list_number = table.Column<int>(type: "integer", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_entries", x => new { x.list_number, x.place });
                });

            migrationBuilder.CreateTable(
                name: "unit_assessments",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    unit_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_assessments", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_unit_assessments_course_units_tenant_id_course_id_unit",
                        columns: x => new { x.tenant_id, x.course_id, x.unit },
                        principalSchema: "franchise",
                        principalTable: "course_units",
                        principalColumns: new[] { "tenant_id", "course_id", "unit" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_unit_assessments_enrolments_tenant_id_enrolment_id",
                        columns: x => new { x.tenant_id, x.enrolment_id },
                        principalSchema: "franchise",
                        principalTable: "enrolments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_unit_assessments_unit_version_unit_version_id",
                        column: x => x.unit_version_id,
                        principalSchema: "franchise",
                        principalTable: "unit_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "provision_changes",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    risk = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    cause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    changed_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provision_changes", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_provision_changes_approved_provisions_tenant_id_provision_id",
                        columns: x => new { x.tenant_id, x.provision_id },
                        principalSchema: "franchise",
                        principalTable: "approved_provisions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "credentials",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    certificate_id = table.Column<Guid>(type: "uuid", nullable: true),
                    accreditation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    accreditation_record_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    public_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status_list = table.Column<int>(type: "integer", nullable: false),
                    status_index = table.Column<int>(type: "integer", nullable: false),
                    award = table.Column<string>(type: "jsonb", nullable: true),
                    display_name = table.Column<byte[]>(type: "bytea", nullable: true),
                    name_was_shown = table.Column<bool>(type: "boolean", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credentials", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_credentials_accreditation_records_tenant_id_accreditation_r",
                        columns: x => new { x.tenant_id, x.accreditation_record_id },
                        principalSchema: "franchise",
                        principalTable: "accreditation_records",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_credentials_accreditations_tenant_id_accreditation_id",
                        columns: x => new { x.tenant_id, x.accreditation_id },
                        principalSchema: "franchise",
                        principalTable: "accreditations",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_credentials_certificates_tenant_id_certificate_id",
                        columns: x => new { x.tenant_id, x.certificate_id },
                        principalSchema: "franchise",
                        principalTable: "certificates",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_credentials_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "claim_lines",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    unit_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    live = table.Column<bool>(type: "boolean", nullable: false),
                    achieved_on = table.Column<DateOnly>(type: "date", nullable: true),
                    awarded_on = table.Column<DateOnly>(type: "date", nullable: true),
                    award_reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    certificated = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_lines", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_claim_lines_claims_tenant_id_claim_id",
                        columns: x => new { x.tenant_id, x.claim_id },
                        principalSchema: "franchise",
                        principalTable: "claims",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_claim_lines_enrolments_tenant_id_enrolment_id",
                        columns: x => new { x.tenant_id, x.enrolment_id },
                        principalSchema: "franchise",
                        principalTable: "enrolments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_claim_lines_unit_version_unit_version_id",
                        column: x => x.unit_version_id,
                        principalSchema: "franchise",
                        principalTable: "unit_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "visit_findings",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    visit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    found = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_findings", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_visit_findings_external_visits_tenant_id_visit_id",
                        columns: x => new { x.tenant_id, x.visit_id },
                        principalSchema: "franchise",
                        principalTable: "external_visits",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assurer_ties",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    assurer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trainer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    declared_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    declared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assurer_ties", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_assurer_ties_quality_assurers_tenant_id_assurer_id",
                        columns: x => new { x.tenant_id, x.assurer_id },
                        principalSchema: "franchise",
                        principalTable: "quality_assurers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assurer_ties_trainers_tenant_id_trainer_id",
                        columns: x => new { x.tenant_id, x.trainer_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sampling_draws",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    assessor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    cause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    rate = table.Column<int>(type: "integer", nullable: false),
                    provision_risk = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    assessor_risk = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    drawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sampling_draws", x => new { x.tenant_id, x.plan_id, x.number, x.assessor_id, x.unit });
                    table.CheckConstraint("ck_sampling_draws_rate", "rate between 1 and 100");
                    table.ForeignKey(
                        name: "fk_sampling_draws_sampling_plans_tenant_id_plan_id",
                        columns: x => new { x.tenant_id, x.plan_id },
                        principalSchema: "franchise",
                        principalTable: "sampling_plans",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_sampling_draws_trainers_tenant_id_assessor_id",
                        columns: x => new { x.tenant_id, x.assessor_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "meeting_assurers",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    assurer_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_assurers", x => new { x.tenant_id, x.meeting_id, x.assurer_id });
                    table.ForeignKey(
                        name: "fk_meeting_assurers_quality_assurers_tenant_id_assurer_id",
                        columns: x => new { x.tenant_id, x.assurer_id },
                        principalSchema: "franchise",
                        principalTable: "quality_assurers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_meeting_assurers_standardisation_meetings_tenant_id_meeting",
                        columns: x => new { x.tenant_id, x.meeting_id },
                        principalSchema: "franchise",
                        principalTable: "standardisation_meetings",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "meeting_trainers",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trainer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meeting_trainers", x => new { x.tenant_id, x.meeting_id, x.trainer_id });
                    table.ForeignKey(
                        name: "fk_meeting_trainers_standardisation_meetings_tenant_id_meeting",
                        columns: x => new { x.tenant_id, x.meeting_id },
                        principalSchema: "franchise",
                        principalTable: "standardisation_meetings",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_meeting_trainers_trainers_tenant_id_trainer_id",
                        columns: x => new { x.tenant_id, x.trainer_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assessment_decisions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    criterion = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    borderline = table.Column<bool>(type: "boolean", nullable: false),
                    assessor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    corrects_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    entered_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    draw = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment_decisions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_assessment_decisions_assessment_decisions_tenant_id_correct",
                        columns: x => new { x.tenant_id, x.corrects_id },
                        principalSchema: "franchise",
                        principalTable: "assessment_decisions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assessment_decisions_trainers_tenant_id_assessor_id",
                        columns: x => new { x.tenant_id, x.assessor_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assessment_decisions_unit_assessments_tenant_id_assessment_",
                        columns: x => new { x.tenant_id, x.assessment_id },
                        principalSchema: "franchise",
                        principalTable: "unit_assessments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assessment_evidence",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    criterion = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: true),
                    added_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    content_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    sha256 = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    storage_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment_evidence", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_assessment_evidence_unit_assessments_tenant_id_assessment_id",
                        columns: x => new { x.tenant_id, x.assessment_id },
                        principalSchema: "franchise",
                        principalTable: "unit_assessments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "share_links",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    credential_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    audience = table.Column<byte[]>(type: "bytea", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_share_links", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_share_links_credentials_tenant_id_credential_id",
                        columns: x => new { x.tenant_id, x.credential_id },
                        principalSchema: "franchise",
                        principalTable: "credentials",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "finding_entries",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    finding_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    said = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    said_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_finding_entries", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_finding_entries_visit_findings_tenant_id_finding_id",
                        columns: x => new { x.tenant_id, x.finding_id },
                        principalSchema: "franchise",
                        principalTable: "visit_findings",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "visit_actions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    visit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    finding_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    superseded = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_actions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_visit_actions_external_visits_tenant_id_visit_id",
                        columns: x => new { x.tenant_id, x.visit_id },
                        principalSchema: "franchise",
                        principalTable: "external_visits",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_visit_actions_visit_findings_tenant_id_finding_id",
                        columns: x => new { x.tenant_id, x.finding_id },
                        principalSchema: "franchise",
                        principalTable: "visit_findings",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "samples",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    draw = table.Column<int>(type: "integer", nullable: false),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    drawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    assurer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    settled_on = table.Column<DateOnly>(type: "date", nullable: true),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    action_closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    action_closed_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    action_note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_samples", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_samples_assessment_decisions_tenant_id_decision_id",
                        columns: x => new { x.tenant_id, x.decision_id },
                        principalSchema: "franchise",
                        principalTable: "assessment_decisions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_samples_quality_assurers_tenant_id_action_closed_by_id",
                        columns: x => new { x.tenant_id, x.action_closed_by_id },
                        principalSchema: "franchise",
                        principalTable: "quality_assurers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_samples_quality_assurers_tenant_id_assurer_id",
                        columns: x => new { x.tenant_id, x.assurer_id },
                        principalSchema: "franchise",
                        principalTable: "quality_assurers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_samples_sampling_plans_tenant_id_plan_id",
                        columns: x => new { x.tenant_id, x.plan_id },
                        principalSchema: "franchise",
                        principalTable: "sampling_plans",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assurance_actions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sample_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    superseded = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assurance_actions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_assurance_actions_samples_tenant_id_sample_id",
                        columns: x => new { x.tenant_id, x.sample_id },
                        principalSchema: "franchise",
                        principalTable: "samples",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assurance_actions_sampling_plans_tenant_id_plan_id",
                        columns: x => new { x.tenant_id, x.plan_id },
                        principalSchema: "franchise",
                        principalTable: "sampling_plans",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_approved_provisions_id",
                schema: "franchise",
                table: "approved_provisions",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_approved_provisions_tenant_id_scope_code",
                schema: "franchise",
                table: "approved_provisions",
                columns: new[] { "tenant_id", "scope", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assessment_decisions_id",
                schema: "franchise",
                table: "assessment_decisions",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_assessment_decisions_tenant_id_assessment_id_criterion_numb",
                schema: "franchise",
                table: "assessment_decisions",
                columns: new[] { "tenant_id", "assessment_id", "criterion", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assessment_decisions_tenant_id_assessor_id",
                schema: "franchise",
                table: "assessment_decisions",
                columns: new[] { "tenant_id", "assessor_id" });

            migrationBuilder.CreateIndex(
                name: "ix_assessment_decisions_tenant_id_corrects_id",
                schema: "franchise",
                table: "assessment_decisions",
                columns: new[] { "tenant_id", "corrects_id" });

            migrationBuilder.CreateIndex(
                name: "ix_assessment_decisions_tenant_id_course_id_assessor_id_unit",
                schema: "franchise",
                table: "assessment_decisions",
                columns: new[] { "tenant_id", "course_id", "assessor_id", "unit" });

            migrationBuilder.CreateIndex(
                name: "ix_assessment_evidence_id",
                schema: "franchise",
                table: "assessment_evidence",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_assessment_evidence_tenant_id_assessment_id",
                schema: "franchise",
                table: "assessment_evidence",
                columns: new[] { "tenant_id", "assessment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_assurance_actions_due",
                schema: "franchise",
                table: "assurance_actions",
                column: "due_at",
                filter: "done_at is null and not superseded");

            migrationBuilder.CreateIndex(
                name: "ix_assurance_actions_id",
                schema: "franchise",
                table: "assurance_actions",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_assurance_actions_tenant_id_plan_id_sample_id_kind_days",
                schema: "franchise",
                table: "assurance_actions",
                columns: new[] { "tenant_id", "plan_id", "sample_id", "kind", "days" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assurance_actions_tenant_id_sample_id",
                schema: "franchise",
                table: "assurance_actions",
                columns: new[] { "tenant_id", "sample_id" });

            migrationBuilder.CreateIndex(
                name: "ix_assurer_ties_id",
                schema: "franchise",
                table: "assurer_ties",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_assurer_ties_tenant_id_assurer_id_trainer_id_kind",
                schema: "franchise",
                table: "assurer_ties",
                columns: new[] { "tenant_id", "assurer_id", "trainer_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assurer_ties_tenant_id_trainer_id",
                schema: "franchise",
                table: "assurer_ties",
                columns: new[] { "tenant_id", "trainer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_certificates_id",
                schema: "franchise",
                table: "certificates",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_certificates_tenant_id_course_id",
                schema: "franchise",
                table: "certificates",
                columns: new[] { "tenant_id", "course_id" });

            migrationBuilder.CreateIndex(
                name: "ix_certificates_tenant_id_enrolment_id",
                schema: "franchise",
                table: "certificates",
                columns: new[] { "tenant_id", "enrolment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_certificates_tenant_id_learner_id",
                schema: "franchise",
                table: "certificates",
                columns: new[] { "tenant_id", "learner_id" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_lines_id",
                schema: "franchise",
                table: "claim_lines",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_claim_lines_tenant_id_claim_id",
                schema: "franchise",
                table: "claim_lines",
                columns: new[] { "tenant_id", "claim_id" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_lines_tenant_id_enrolment_id_unit",
                schema: "franchise",
                table: "claim_lines",
                columns: new[] { "tenant_id", "enrolment_id", "unit" },
                unique: true,
                filter: "live");

            migrationBuilder.CreateIndex(
                name: "ix_claim_lines_to_certificate",
                schema: "franchise",
                table: "claim_lines",
                columns: new[] { "tenant_id", "enrolment_id" },
                filter: "awarded_on is not null and not certificated");

            migrationBuilder.CreateIndex(
                name: "ix_claim_lines_unit_version_id",
                schema: "franchise",
                table: "claim_lines",
                column: "unit_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_claims_id",
                schema: "franchise",
                table: "claims",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_claims_tenant_id_course_id",
                schema: "franchise",
                table: "claims",
                columns: new[] { "tenant_id", "course_id" });

            migrationBuilder.CreateIndex(
                name: "ix_claims_tenant_id_status",
                schema: "franchise",
                table: "claims",
                columns: new[] { "tenant_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_credentials_expiring",
                schema: "franchise",
                table: "credentials",
                column: "expires_at",
                filter: "status in ('valid', 'suspended')");

            migrationBuilder.CreateIndex(
                name: "ix_credentials_id",
                schema: "franchise",
                table: "credentials",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_credentials_tenant_id_accreditation_id",
                schema: "franchise",
                table: "credentials",
                columns: new[] { "tenant_id", "accreditation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_credentials_tenant_id_accreditation_record_id",
                schema: "franchise",
                table: "credentials",
                columns: new[] { "tenant_id", "accreditation_record_id" },
                unique: true,
                filter: "status in ('valid', 'suspended')");

            migrationBuilder.CreateIndex(
                name: "ix_credentials_tenant_id_certificate_id",
                schema: "franchise",
                table: "credentials",
                columns: new[] { "tenant_id", "certificate_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_external_visits_id",
                schema: "franchise",
                table: "external_visits",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_external_visits_tenant_id_course_id",
                schema: "franchise",
                table: "external_visits",
                columns: new[] { "tenant_id", "course_id" });

            migrationBuilder.CreateIndex(
                name: "ix_external_visits_tenant_id_on_day",
                schema: "franchise",
                table: "external_visits",
                columns: new[] { "tenant_id", "on_day" });

            migrationBuilder.CreateIndex(
                name: "ix_finding_entries_id",
                schema: "franchise",
                table: "finding_entries",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_finding_entries_tenant_id_finding_id",
                schema: "franchise",
                table: "finding_entries",
                columns: new[] { "tenant_id", "finding_id" });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_assurers_tenant_id_assurer_id",
                schema: "franchise",
                table: "meeting_assurers",
                columns: new[] { "tenant_id", "assurer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_trainers_tenant_id_trainer_id",
                schema: "franchise",
                table: "meeting_trainers",
                columns: new[] { "tenant_id", "trainer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_provision_changes_id",
                schema: "franchise",
                table: "provision_changes",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_provision_changes_tenant_id_provision_id",
                schema: "franchise",
                table: "provision_changes",
                columns: new[] { "tenant_id", "provision_id" });

            migrationBuilder.CreateIndex(
                name: "ix_quality_assurers_id",
                schema: "franchise",
                table: "quality_assurers",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_quality_assurers_tenant_id_user_id",
                schema: "franchise",
                table: "quality_assurers",
                columns: new[] { "tenant_id", "user_id" },
                unique: true,
                filter: "status <> 'stood_down'");

            migrationBuilder.CreateIndex(
                name: "ix_samples_id",
                schema: "franchise",
                table: "samples",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_samples_tenant_id_action_closed_by_id",
                schema: "franchise",
                table: "samples",
                columns: new[] { "tenant_id", "action_closed_by_id" });

            migrationBuilder.CreateIndex(
                name: "ix_samples_tenant_id_assurer_id",
                schema: "franchise",
                table: "samples",
                columns: new[] { "tenant_id", "assurer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_samples_tenant_id_decision_id",
                schema: "franchise",
                table: "samples",
                columns: new[] { "tenant_id", "decision_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_samples_tenant_id_plan_id",
                schema: "franchise",
                table: "samples",
                columns: new[] { "tenant_id", "plan_id" });

            migrationBuilder.CreateIndex(
                name: "ix_sampling_draws_tenant_id_assessor_id",
                schema: "franchise",
                table: "sampling_draws",
                columns: new[] { "tenant_id", "assessor_id" });

            migrationBuilder.CreateIndex(
                name: "ix_sampling_plans_id",
                schema: "franchise",
                table: "sampling_plans",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_sampling_plans_tenant_id_course_id",
                schema: "franchise",
                table: "sampling_plans",
                columns: new[] { "tenant_id", "course_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_share_links_id",
                schema: "franchise",
                table: "share_links",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_share_links_tenant_id_credential_id",
                schema: "franchise",
                table: "share_links",
                columns: new[] { "tenant_id", "credential_id" });

            migrationBuilder.CreateIndex(
                name: "ix_share_links_tenant_id_token_hash",
                schema: "franchise",
                table: "share_links",
                columns: new[] { "tenant_id", "token_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_standardisation_meetings_id",
                schema: "franchise",
                table: "standardisation_meetings",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_standardisation_meetings_tenant_id_on_day",
                schema: "franchise",
                table: "standardisation_meetings",
                columns: new[] { "tenant_id", "on_day" });

            migrationBuilder.CreateIndex(
                name: "ix_status_entries_list_number",
                schema: "franchise",
                table: "status_entries",
                column: "list_number",
                filter: "status <> 'valid'");

            migrationBuilder.CreateIndex(
                name: "ix_unit_assessments_id",
                schema: "franchise",
                table: "unit_assessments",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_unit_assessments_tenant_id_course_id_unit",
                schema: "franchise",
                table: "unit_assessments",
                columns: new[] { "tenant_id", "course_id", "unit" });

            migrationBuilder.CreateIndex(
                name: "ix_unit_assessments_tenant_id_enrolment_id_unit",
                schema: "franchise",
                table: "unit_assessments",
                columns: new[] { "tenant_id", "enrolment_id", "unit" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_unit_assessments_unit_version_id",
                schema: "franchise",
                table: "unit_assessments",
                column: "unit_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_visit_actions_due",
                schema: "franchise",
                table: "visit_actions",
                column: "due_at",
                filter: "done_at is null and not superseded");

            migrationBuilder.CreateIndex(
                name: "ix_visit_actions_id",
                schema: "franchise",
                table: "visit_actions",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_visit_actions_tenant_id_finding_id_kind",
                schema: "franchise",
                table: "visit_actions",
                columns: new[] { "tenant_id", "finding_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_visit_actions_tenant_id_visit_id",
                schema: "franchise",
                table: "visit_actions",
                columns: new[] { "tenant_id", "visit_id" });

            migrationBuilder.CreateIndex(
                name: "ix_visit_findings_id",
                schema: "franchise",
                table: "visit_findings",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_visit_findings_tenant_id_visit_id",
                schema: "franchise",
                table: "visit_findings",
                columns: new[] { "tenant_id", "visit_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assessment_evidence",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "assurance_actions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "assurer_ties",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "claim_lines",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "credential_keys",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "finding_entries",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "meeting_assurers",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "meeting_trainers",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "provision_changes",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "sampling_draws",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "share_links",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "status_entries",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "visit_actions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "samples",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "claims",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "standardisation_meetings",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "approved_provisions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "credentials",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "visit_findings",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "assessment_decisions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "quality_assurers",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "sampling_plans",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "certificates",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "external_visits",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "unit_assessments",
                schema: "franchise");
        }
    }
}
