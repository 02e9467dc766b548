using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Delivery : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "training_completed_on",
                schema: "franchise",
                table: "accreditations",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "courses",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: true),
                    group_label = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    mode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    territory = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    places = table.Column<int>(type: "integer", nullable: false),
                    registration_days = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    begun_on = table.Column<DateOnly>(type: "date", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancelled_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    cancelled_for = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_courses", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_courses_licences_tenant_id_licence_id",
                        columns: x => new { x.tenant_id, x.licence_id },
                        principalSchema: "franchise",
                        principalTable: "licences",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_courses_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "events_seen",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reader = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_events_seen", x => new { x.tenant_id, x.reader });
                });

            migrationBuilder.CreateTable(
                name: "learners",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    details = table.Column<byte[]>(type: "bytea", nullable: false),
                    name_key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    birth_key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    uln_key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    merged_into_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_learners", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_learners_learners_tenant_id_merged_into_id",
                        columns: x => new { x.tenant_id, x.merged_into_id },
                        principalSchema: "franchise",
                        principalTable: "learners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_learners_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "training_places",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    units = table.Column<string[]>(type: "text[]", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    price = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    trainer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    accreditation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    completed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_training_places", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_training_places_accreditations_tenant_id_accreditation_id",
                        columns: x => new { x.tenant_id, x.accreditation_id },
                        principalSchema: "franchise",
                        principalTable: "accreditations",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_training_places_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_training_places_trainers_tenant_id_trainer_id",
                        columns: x => new { x.tenant_id, x.trainer_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "calendar_feeds",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trainer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    course_id = table.Column<Guid>(type: "uuid", nullable: true),
                    token_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    created_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_feeds", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_calendar_feeds_courses_tenant_id_course_id",
                        columns: x => new { x.tenant_id, x.course_id },
                        principalSchema: "franchise",
                        principalTable: "courses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_calendar_feeds_trainers_tenant_id_trainer_id",
                        columns: x => new { x.tenant_id, x.trainer_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "course_actions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    superseded = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_actions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_course_actions_courses_tenant_id_course_id",
                        columns: x => new { x.tenant_id, x.course_id },
                        principalSchema: "franchise",
                        principalTable: "courses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "course_units",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    unit_version_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_units", x => new { x.tenant_id, x.course_id, x.unit });
                    table.ForeignKey(
                        name: "fk_course_units_courses_tenant_id_course_id",
                        columns: x => new { x.tenant_id, x.course_id },
                        principalSchema: "franchise",
                        principalTable: "courses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_course_units_unit_versions_unit_version_id",
                        column: x => x.unit_version_id,
                        principalSchema: "franchise",
                        principalTable: "unit_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    units = table.Column<string[]>(type: "text[]", nullable: false),
                    place = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    sealed_link = table.Column<byte[]>(type: "bytea", nullable: true),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sessions", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_sessions_times", "ends_at > starts_at");
                    table.ForeignKey(
                        name: "fk_sessions_courses_tenant_id_course_id",
                        columns: x => new { x.tenant_id, x.course_id },
                        principalSchema: "franchise",
                        principalTable: "courses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "enrolments",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    learner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    enrolled_on = table.Column<DateOnly>(type: "date", nullable: false),
                    registration_due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    registered_on = table.Column<DateOnly>(type: "date", nullable: true),
                    registration_number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true),
                    withdrawal_reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolments", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_enrolments_courses_tenant_id_course_id",
                        columns: x => new { x.tenant_id, x.course_id },
                        principalSchema: "franchise",
                        principalTable: "courses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_enrolments_learners_tenant_id_learner_id",
                        columns: x => new { x.tenant_id, x.learner_id },
                        principalSchema: "franchise",
                        principalTable: "learners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "learner_merges",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_id = table.Column<Guid>(type: "uuid", nullable: false),
                    into_id = table.Column<Guid>(type: "uuid", nullable: false),
                    enrolments = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    merged_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    merged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_learner_merges", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_learner_merges_learners_tenant_id_from_id",
                        columns: x => new { x.tenant_id, x.from_id },
                        principalSchema: "franchise",
                        principalTable: "learners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_learner_merges_learners_tenant_id_into_id",
                        columns: x => new { x.tenant_id, x.into_id },
                        principalSchema: "franchise",
                        principalTable: "learners",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "session_trainers",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trainer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    overridden_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    overridden_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    overridden_because = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    risk_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    risk_remedy = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    risk_sentence = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    at_risk_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_trainers", x => new { x.tenant_id, x.session_id, x.trainer_id });
                    table.ForeignKey(
                        name: "fk_session_trainers_sessions_tenant_id_session_id",
                        columns: x => new { x.tenant_id, x.session_id },
                        principalSchema: "franchise",
                        principalTable: "sessions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_session_trainers_trainers_tenant_id_trainer_id",
                        columns: x => new { x.tenant_id, x.trainer_id },
                        principalSchema: "franchise",
                        principalTable: "trainers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attendances",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    presence = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    recorded_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendances", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_attendances_enrolments_tenant_id_enrolment_id",
                        columns: x => new { x.tenant_id, x.enrolment_id },
                        principalSchema: "franchise",
                        principalTable: "enrolments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_attendances_sessions_tenant_id_session_id",
                        columns: x => new { x.tenant_id, x.session_id },
                        principalSchema: "franchise",
                        principalTable: "sessions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "learner_notices",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by_email = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_learner_notices", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_learner_notices_courses_tenant_id_course_id",
                        columns: x => new { x.tenant_id, x.course_id },
                        principalSchema: "franchise",
                        principalTable: "courses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_learner_notices_enrolments_tenant_id_enrolment_id",
                        columns: x => new { x.tenant_id, x.enrolment_id },
                        principalSchema: "franchise",
                        principalTable: "enrolments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "recognitions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    enrolment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    put_forward_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    evidence_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    evidence_content_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    evidence_file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    evidence_sha256 = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: true),
                    evidence_size = table.Column<long>(type: "bigint", nullable: true),
                    evidence_storage_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recognitions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_recognitions_enrolments_tenant_id_enrolment_id",
                        columns: x => new { x.tenant_id, x.enrolment_id },
                        principalSchema: "franchise",
                        principalTable: "enrolments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_attendances_id",
                schema: "franchise",
                table: "attendances",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_attendances_tenant_id_enrolment_id",
                schema: "franchise",
                table: "attendances",
                columns: new[] { "tenant_id", "enrolment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_attendances_tenant_id_session_id_enrolment_id",
                schema: "franchise",
                table: "attendances",
                columns: new[] { "tenant_id", "session_id", "enrolment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feeds_id",
                schema: "franchise",
                table: "calendar_feeds",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feeds_tenant_id_course_id",
                schema: "franchise",
                table: "calendar_feeds",
                columns: new[] { "tenant_id", "course_id" });

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feeds_tenant_id_token_hash",
                schema: "franchise",
                table: "calendar_feeds",
                columns: new[] { "tenant_id", "token_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_calendar_feeds_tenant_id_trainer_id",
                schema: "franchise",
                table: "calendar_feeds",
                columns: new[] { "tenant_id", "trainer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_course_actions_due",
                schema: "franchise",
                table: "course_actions",
                column: "due_at",
                filter: "done_at is null and not superseded");

            migrationBuilder.CreateIndex(
                name: "ix_course_actions_id",
                schema: "franchise",
                table: "course_actions",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_course_actions_tenant_id_course_id_kind_days",
                schema: "franchise",
                table: "course_actions",
                columns: new[] { "tenant_id", "course_id", "kind", "days" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_course_units_unit_version_id",
                schema: "franchise",
                table: "course_units",
                column: "unit_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_courses_id",
                schema: "franchise",
                table: "courses",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_courses_tenant_id_licence_id",
                schema: "franchise",
                table: "courses",
                columns: new[] { "tenant_id", "licence_id" });

            migrationBuilder.CreateIndex(
                name: "ix_courses_tenant_id_status",
                schema: "franchise",
                table: "courses",
                columns: new[] { "tenant_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_id",
                schema: "franchise",
                table: "enrolments",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_tenant_id_course_id_learner_id",
                schema: "franchise",
                table: "enrolments",
                columns: new[] { "tenant_id", "course_id", "learner_id" },
                unique: true,
                filter: "status <> 'withdrawn'");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_tenant_id_learner_id",
                schema: "franchise",
                table: "enrolments",
                columns: new[] { "tenant_id", "learner_id" });

            migrationBuilder.CreateIndex(
                name: "ix_learner_merges_id",
                schema: "franchise",
                table: "learner_merges",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_learner_merges_tenant_id_from_id",
                schema: "franchise",
                table: "learner_merges",
                columns: new[] { "tenant_id", "from_id" });

            migrationBuilder.CreateIndex(
                name: "ix_learner_merges_tenant_id_into_id",
                schema: "franchise",
                table: "learner_merges",
                columns: new[] { "tenant_id", "into_id" });

            migrationBuilder.CreateIndex(
                name: "ix_learner_notices_id",
                schema: "franchise",
                table: "learner_notices",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_learner_notices_tenant_id_course_id",
                schema: "franchise",
                table: "learner_notices",
                columns: new[] { "tenant_id", "course_id" });

            migrationBuilder.CreateIndex(
                name: "ix_learner_notices_tenant_id_enrolment_id",
                schema: "franchise",
                table: "learner_notices",
                columns: new[] { "tenant_id", "enrolment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_learners_id",
                schema: "franchise",
                table: "learners",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_learners_tenant_id_merged_into_id",
                schema: "franchise",
                table: "learners",
                columns: new[] { "tenant_id", "merged_into_id" });

            migrationBuilder.CreateIndex(
                name: "ix_learners_tenant_id_name_key",
                schema: "franchise",
                table: "learners",
                columns: new[] { "tenant_id", "name_key" });

            migrationBuilder.CreateIndex(
                name: "ix_learners_tenant_id_uln_key",
                schema: "franchise",
                table: "learners",
                columns: new[] { "tenant_id", "uln_key" });

            migrationBuilder.CreateIndex(
                name: "ix_recognitions_id",
                schema: "franchise",
                table: "recognitions",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_recognitions_tenant_id_enrolment_id",
                schema: "franchise",
                table: "recognitions",
                columns: new[] { "tenant_id", "enrolment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_session_trainers_tenant_id_trainer_id",
                schema: "franchise",
                table: "session_trainers",
                columns: new[] { "tenant_id", "trainer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_id",
                schema: "franchise",
                table: "sessions",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_tenant_id_course_id",
                schema: "franchise",
                table: "sessions",
                columns: new[] { "tenant_id", "course_id" });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_tenant_id_starts_at",
                schema: "franchise",
                table: "sessions",
                columns: new[] { "tenant_id", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_training_places_course_id",
                schema: "franchise",
                table: "training_places",
                column: "course_id");

            migrationBuilder.CreateIndex(
                name: "ix_training_places_id",
                schema: "franchise",
                table: "training_places",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_training_places_tenant_id_accreditation_id",
                schema: "franchise",
                table: "training_places",
                columns: new[] { "tenant_id", "accreditation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_training_places_tenant_id_trainer_id",
                schema: "franchise",
                table: "training_places",
                columns: new[] { "tenant_id", "trainer_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attendances",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "calendar_feeds",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "course_actions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "course_units",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "events_seen",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "learner_merges",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "learner_notices",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "recognitions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "session_trainers",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "training_places",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "enrolments",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "sessions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "learners",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "courses",
                schema: "franchise");

            migrationBuilder.DropColumn(
                name: "training_completed_on",
                schema: "franchise",
                table: "accreditations");
        }
    }
}
