using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Assessment : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "sampling_draws",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "samples",
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
                name: "unit_assessments",
                schema: "franchise");
        }
    }
}
