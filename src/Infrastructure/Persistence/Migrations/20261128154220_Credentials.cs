using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Credentials : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "ix_status_entries_list_number",
                schema: "franchise",
                table: "status_entries",
                column: "list_number",
                filter: "status <> 'valid'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "credential_keys",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "share_links",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "status_entries",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "credentials",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "certificates",
                schema: "franchise");
        }
    }
}
