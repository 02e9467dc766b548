using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Assurance : Migration
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
                    award_reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
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
                name: "claim_lines",
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
                name: "visit_actions",
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
                name: "visit_findings",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "external_visits",
                schema: "franchise");
        }
    }
}
