using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Accreditation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "accreditation_policies",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accreditation_policies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "trainers",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    languages = table.Column<string[]>(type: "text[]", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    left_on = table.Column<DateOnly>(type: "date", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    line_manager_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    line_manager_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trainers", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_trainers_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "accreditation_policy_versions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    policy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    validity_months = table.Column<int>(type: "integer", nullable: false),
                    milestone_days = table.Column<int[]>(type: "integer[]", nullable: false),
                    renewal_opens_days = table.Column<int>(type: "integer", nullable: false),
                    refresher_months = table.Column<int>(type: "integer", nullable: false),
                    cpd_hours = table.Column<decimal>(type: "numeric(6,2)", precision: 6, scale: 2, nullable: false),
                    standardisation_needed = table.Column<bool>(type: "boolean", nullable: false),
                    required_qualifications = table.Column<string[]>(type: "text[]", nullable: false),
                    text = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accreditation_policy_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_accreditation_policy_versions_accreditation_policies_policy",
                        column: x => x.policy_id,
                        principalSchema: "franchise",
                        principalTable: "accreditation_policies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cpd_records",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trainer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    hours = table.Column<decimal>(type: "numeric(6,2)", precision: 6, scale: 2, nullable: false),
                    what = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cpd_records", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_cpd_records_hours", "hours > 0");
                    table.ForeignKey(
                        name: "fk_cpd_records_trainers_tenant_id_trainer_id",
                        columns: x => new { x.tenant_id, x.trainer_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "qualifications",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trainer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    awarded_on = table.Column<DateOnly>(type: "date", nullable: false),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: true),
                    evidence_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    evidence_content_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    evidence_file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    evidence_sha256 = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: true),
                    evidence_size = table.Column<long>(type: "bigint", nullable: true),
                    evidence_storage_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_qualifications", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_qualifications_check", "kind <> 'check' or (title is null and evidence_storage_key is null)");
                    table.ForeignKey(
                        name: "fk_qualifications_trainers_tenant_id_trainer_id",
                        columns: x => new { x.tenant_id, x.trainer_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "standardisations",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trainer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    what = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_standardisations", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_standardisations_trainers_tenant_id_trainer_id",
                        columns: x => new { x.tenant_id, x.trainer_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "accreditations",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trainer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    nominated_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    nominated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    training_begun_on = table.Column<DateOnly>(type: "date", nullable: true),
                    training_course = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    policy_version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted_from = table.Column<DateOnly>(type: "date", nullable: true),
                    suspended_from = table.Column<DateOnly>(type: "date", nullable: true),
                    anchor = table.Column<DateOnly>(type: "date", nullable: true),
                    from_months = table.Column<int>(type: "integer", nullable: true),
                    last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    record_made_on = table.Column<DateOnly>(type: "date", nullable: true),
                    record_number = table.Column<int>(type: "integer", nullable: true),
                    refresher_last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    renewable_from = table.Column<DateOnly>(type: "date", nullable: true),
                    to_months = table.Column<int>(type: "integer", nullable: true),
                    appeal_note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    appealed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    appealed_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    status_before_withdrawal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    withdrawn_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    appeal_decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    appeal_decided_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    appeal_decision_text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true),
                    appeal_outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    withdrawn_for = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    withdrawal_text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accreditations", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_accreditations_accreditation_policy_versions_policy_version",
                        column: x => x.policy_version_id,
                        principalSchema: "franchise",
                        principalTable: "accreditation_policy_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_accreditations_trainers_tenant_id_trainer_id",
                        columns: x => new { x.tenant_id, x.trainer_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "accreditation_actions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    accreditation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    record_number = table.Column<int>(type: "integer", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    superseded = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accreditation_actions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_accreditation_actions_accreditations_tenant_id_accreditatio",
                        columns: x => new { x.tenant_id, x.accreditation_id },
                        principalSchema: "franchise",
                        principalTable: "accreditations",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "accreditation_holds",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    accreditation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    effective_from = table.Column<DateOnly>(type: "date", nullable: false),
                    placed_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    placed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lifted_on = table.Column<DateOnly>(type: "date", nullable: true),
                    lifted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accreditation_holds", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_accreditation_holds_accreditations_tenant_id_accreditation_",
                        columns: x => new { x.tenant_id, x.accreditation_id },
                        principalSchema: "franchise",
                        principalTable: "accreditations",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "observations",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    accreditation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    assessor_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    assessor_user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    in_house = table.Column<bool>(type: "boolean", nullable: false),
                    permitted_because = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    notes = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observations", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_observations_accreditations_tenant_id_accreditation_id",
                        columns: x => new { x.tenant_id, x.accreditation_id },
                        principalSchema: "franchise",
                        principalTable: "accreditations",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "accreditation_records",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    accreditation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    supersedes_id = table.Column<Guid>(type: "uuid", nullable: true),
                    policy_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    way = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    observation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    refresher_on = table.Column<DateOnly>(type: "date", nullable: true),
                    cpd_hours = table.Column<decimal>(type: "numeric(8,2)", precision: 8, scale: 2, nullable: true),
                    standardised_on = table.Column<DateOnly>(type: "date", nullable: true),
                    made_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accreditation_records", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_accreditation_records_accreditation_policy_versions_policy_",
                        column: x => x.policy_version_id,
                        principalSchema: "franchise",
                        principalTable: "accreditation_policy_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_accreditation_records_accreditation_records_tenant_id_super",
                        columns: x => new { x.tenant_id, x.supersedes_id },
                        principalSchema: "franchise",
                        principalTable: "accreditation_records",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_accreditation_records_accreditations_tenant_id_accreditatio",
                        columns: x => new { x.tenant_id, x.accreditation_id },
                        principalSchema: "franchise",
                        principalTable: "accreditations",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_accreditation_records_observations_tenant_id_observation_id",
                        columns: x => new { x.tenant_id, x.observation_id },
                        principalSchema: "franchise",
                        principalTable: "observations",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_actions_due",
                schema: "franchise",
                table: "accreditation_actions",
                column: "due_at",
                filter: "done_at is null and not superseded");

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_actions_id",
                schema: "franchise",
                table: "accreditation_actions",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_actions_tenant_id_accreditation_id_record_num",
                schema: "franchise",
                table: "accreditation_actions",
                columns: new[] { "tenant_id", "accreditation_id", "record_number", "kind", "days" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_holds_id",
                schema: "franchise",
                table: "accreditation_holds",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_holds_tenant_id_accreditation_id",
                schema: "franchise",
                table: "accreditation_holds",
                columns: new[] { "tenant_id", "accreditation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_policies_code",
                schema: "franchise",
                table: "accreditation_policies",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_policy_versions_policy_id_number",
                schema: "franchise",
                table: "accreditation_policy_versions",
                columns: new[] { "policy_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_records_id",
                schema: "franchise",
                table: "accreditation_records",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_records_policy_version_id",
                schema: "franchise",
                table: "accreditation_records",
                column: "policy_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_records_tenant_id_accreditation_id_number",
                schema: "franchise",
                table: "accreditation_records",
                columns: new[] { "tenant_id", "accreditation_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_records_tenant_id_observation_id",
                schema: "franchise",
                table: "accreditation_records",
                columns: new[] { "tenant_id", "observation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_accreditation_records_tenant_id_supersedes_id",
                schema: "franchise",
                table: "accreditation_records",
                columns: new[] { "tenant_id", "supersedes_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_accreditations_id",
                schema: "franchise",
                table: "accreditations",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_accreditations_policy_version_id",
                schema: "franchise",
                table: "accreditations",
                column: "policy_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_accreditations_tenant_id_status",
                schema: "franchise",
                table: "accreditations",
                columns: new[] { "tenant_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_accreditations_tenant_id_trainer_id_unit",
                schema: "franchise",
                table: "accreditations",
                columns: new[] { "tenant_id", "trainer_id", "unit" },
                unique: true,
                filter: "status <> 'withdrawn'");

            migrationBuilder.CreateIndex(
                name: "ix_cpd_records_id",
                schema: "franchise",
                table: "cpd_records",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_cpd_records_tenant_id_trainer_id_on_day",
                schema: "franchise",
                table: "cpd_records",
                columns: new[] { "tenant_id", "trainer_id", "on_day" });

            migrationBuilder.CreateIndex(
                name: "ix_observations_id",
                schema: "franchise",
                table: "observations",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_observations_tenant_id_accreditation_id",
                schema: "franchise",
                table: "observations",
                columns: new[] { "tenant_id", "accreditation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_qualifications_id",
                schema: "franchise",
                table: "qualifications",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_qualifications_tenant_id_trainer_id",
                schema: "franchise",
                table: "qualifications",
                columns: new[] { "tenant_id", "trainer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_standardisations_id",
                schema: "franchise",
                table: "standardisations",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_standardisations_tenant_id_trainer_id_on_day",
                schema: "franchise",
                table: "standardisations",
                columns: new[] { "tenant_id", "trainer_id", "on_day" });

            migrationBuilder.CreateIndex(
                name: "ix_trainers_id",
                schema: "franchise",
                table: "trainers",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_trainers_tenant_id_user_id",
                schema: "franchise",
                table: "trainers",
                columns: new[] { "tenant_id", "user_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accreditation_actions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "accreditation_holds",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "accreditation_records",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "cpd_records",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "qualifications",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "standardisations",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "observations",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "accreditations",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "accreditation_policy_versions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "trainers",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "accreditation_policies",
                schema: "franchise");
        }
    }
}
