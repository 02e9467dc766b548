using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "franchise");

            migrationBuilder.CreateTable(
                name: "across_accesses",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_across_accesses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entries",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entries", x => new { x.tenant_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "audit_heads",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    audit_seq = table.Column<long>(type: "bigint", nullable: false),
                    audit_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    event_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_heads", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "events",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    data = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_events", x => new { x.tenant_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "idempotency_records",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    client = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    route = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    headers = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_records", x => new { x.tenant_id, x.client, x.route, x.key });
                });

            migrationBuilder.CreateTable(
                name: "licence_policies",
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
                    table.PrimaryKey("pk_licence_policies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "organisations",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    trading_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    country = table.Column<string>(type: "character(2)", fixedLength: true, maxLength: 2, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    currency = table.Column<string>(type: "character(3)", fixedLength: true, maxLength: 3, nullable: false),
                    language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    disclosure_policy = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    is_sandbox = table.Column<bool>(type: "boolean", nullable: false),
                    clock_offset = table.Column<TimeSpan>(type: "interval", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    postal_country = table.Column<string>(type: "character(2)", fixedLength: true, maxLength: 2, nullable: true),
                    postal_line1 = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    postal_line2 = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    postal_postcode = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    postal_region = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    postal_town = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    registered_country = table.Column<string>(type: "character(2)", fixedLength: true, maxLength: 2, nullable: false),
                    registered_line1 = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    registered_line2 = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    registered_postcode = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    registered_region = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    registered_town = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    register_number = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    register = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("ak_organisation_tenant_id", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "packages",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    units = table.Column<string[]>(type: "text[]", nullable: false),
                    resources = table.Column<string[]>(type: "text[]", nullable: false),
                    tools = table.Column<string[]>(type: "text[]", nullable: false),
                    included_learners = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    annual_fee_amount = table.Column<long>(type: "bigint", nullable: false),
                    annual_fee_currency = table.Column<string>(type: "character(3)", fixedLength: true, maxLength: 3, nullable: false),
                    extra_learner_fee_amount = table.Column<long>(type: "bigint", nullable: false),
                    extra_learner_fee_currency = table.Column<string>(type: "character(3)", fixedLength: true, maxLength: 3, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_packages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "programmes",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    awarding_organisation = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    since = table.Column<int>(type: "integer", nullable: false),
                    provision = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programmes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "resources",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resources", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "signed_audit_heads",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signed_audit_heads", x => new { x.tenant_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "licence_policy_versions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    policy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    term = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    grace_days = table.Column<int>(type: "integer", nullable: false),
                    notice_days = table.Column<int[]>(type: "integer[]", nullable: false),
                    renewal_basis = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    overage_strategy = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    teach_out = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    text = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_licence_policy_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_licence_policy_versions_licence_policies_policy_id",
                        column: x => x.policy_id,
                        principalSchema: "franchise",
                        principalTable: "licence_policies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "api_clients",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    permissions = table.Column<string[]>(type: "text[]", nullable: false),
                    redirect_uris = table.Column<string[]>(type: "text[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_clients", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_api_clients_organisations_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "contacts",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    phone = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contacts", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_contacts_organisations_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitations", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_invitations_organisations_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "members",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    display_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    joined_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_members", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_members_organisations_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "outgoing_emails",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    payload = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outgoing_emails", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_outgoing_emails_organisations_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "units",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    provision = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    mandatory = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_units", x => x.id);
                    table.ForeignKey(
                        name: "fk_units_programmes_programme_id",
                        column: x => x.programme_id,
                        principalSchema: "franchise",
                        principalTable: "programmes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "resource_versions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    resource_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false),
                    language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    storage_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resource_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_resource_versions_resources_resource_id",
                        column: x => x.resource_id,
                        principalSchema: "franchise",
                        principalTable: "resources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "licences",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    policy_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    auto_renews = table.Column<bool>(type: "boolean", nullable: false),
                    suspended_from = table.Column<DateOnly>(type: "date", nullable: true),
                    accepted_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_from = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: true),
                    accepted_as = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    accepted_text_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    term_agreed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    anchor = table.Column<DateOnly>(type: "date", nullable: true),
                    anchor_term = table.Column<int>(type: "integer", nullable: true),
                    grace_last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    teach_out_last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    term_number = table.Column<int>(type: "integer", nullable: true),
                    languages = table.Column<string[]>(type: "text[]", nullable: false),
                    modes = table.Column<string[]>(type: "text[]", nullable: false),
                    package = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    resources = table.Column<string[]>(type: "text[]", nullable: false),
                    seats = table.Column<int>(type: "integer", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    territories = table.Column<string[]>(type: "text[]", nullable: false),
                    tools = table.Column<string[]>(type: "text[]", nullable: false),
                    units = table.Column<string[]>(type: "text[]", nullable: false),
                    extra_learner_fee_amount = table.Column<long>(type: "bigint", nullable: false),
                    extra_learner_fee_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    price_amount = table.Column<long>(type: "bigint", nullable: false),
                    price_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    agreement_text = table.Column<string>(type: "character varying(200000)", maxLength: 200000, nullable: true),
                    offered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    offered_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    agreement_text_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    offer_valid_until = table.Column<DateOnly>(type: "date", nullable: true),
                    termination_cause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    termination_confirmed_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    terminated_on = table.Column<DateOnly>(type: "date", nullable: true),
                    learner_protection_plan = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    termination_proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    termination_proposed_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    termination_teach_out_allowed = table.Column<bool>(type: "boolean", nullable: true),
                    termination_teach_out_last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_licences", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_licences_licence_policy_version_policy_version_id",
                        column: x => x.policy_version_id,
                        principalSchema: "franchise",
                        principalTable: "licence_policy_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_licences_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "api_client_secrets",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_client_secrets", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_api_client_secrets_api_clients_tenant_id_client_id",
                        columns: x => new { x.tenant_id, x.client_id },
                        principalSchema: "franchise",
                        principalTable: "api_clients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "unit_versions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    level = table.Column<int>(type: "integer", nullable: false),
                    credits = table.Column<int>(type: "integer", nullable: false),
                    guided_learning_hours = table.Column<int>(type: "integer", nullable: false),
                    languages = table.Column<string[]>(type: "text[]", nullable: false),
                    outcomes = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_unit_versions_units_unit_id",
                        column: x => x.unit_id,
                        principalSchema: "franchise",
                        principalTable: "units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "entitlements",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    until_day = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_entitlements", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_entitlements_licences_tenant_id_licence_id",
                        columns: x => new { x.tenant_id, x.licence_id },
                        principalSchema: "franchise",
                        principalTable: "licences",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "holds",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    effective_from = table.Column<DateOnly>(type: "date", nullable: false),
                    review_on = table.Column<DateOnly>(type: "date", nullable: false),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    appeal_note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    placed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lifted_on = table.Column<DateOnly>(type: "date", nullable: true),
                    lifted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holds", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_holds_licences_tenant_id_licence_id",
                        columns: x => new { x.tenant_id, x.licence_id },
                        principalSchema: "franchise",
                        principalTable: "licences",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "licence_terms",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    seats = table.Column<int>(type: "integer", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    price_amount = table.Column<long>(type: "bigint", nullable: false),
                    price_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_licence_terms", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_licence_terms_licences_tenant_id_licence_id",
                        columns: x => new { x.tenant_id, x.licence_id },
                        principalSchema: "franchise",
                        principalTable: "licences",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "seat_entries",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    term_number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seat_entries", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_seat_entries_quantity", "quantity > 0");
                    table.ForeignKey(
                        name: "fk_seat_entries_licences_tenant_id_licence_id",
                        columns: x => new { x.tenant_id, x.licence_id },
                        principalSchema: "franchise",
                        principalTable: "licences",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "scheduled_actions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    term_number = table.Column<int>(type: "integer", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    hold_id = table.Column<Guid>(type: "uuid", nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    superseded = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scheduled_actions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_scheduled_actions_holds_tenant_id_hold_id",
                        columns: x => new { x.tenant_id, x.hold_id },
                        principalSchema: "franchise",
                        principalTable: "holds",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_scheduled_actions_licences_tenant_id_licence_id",
                        columns: x => new { x.tenant_id, x.licence_id },
                        principalSchema: "franchise",
                        principalTable: "licences",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_across_accesses_at",
                schema: "franchise",
                table: "across_accesses",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_api_client_secrets_id",
                schema: "franchise",
                table: "api_client_secrets",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_api_client_secrets_tenant_id_client_id",
                schema: "franchise",
                table: "api_client_secrets",
                columns: new[] { "tenant_id", "client_id" });

            migrationBuilder.CreateIndex(
                name: "ix_api_clients_id",
                schema: "franchise",
                table: "api_clients",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_id",
                schema: "franchise",
                table: "audit_entries",
                columns: new[] { "tenant_id", "id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_subject_seq",
                schema: "franchise",
                table: "audit_entries",
                columns: new[] { "tenant_id", "subject", "seq" });

            migrationBuilder.CreateIndex(
                name: "ix_contacts_id",
                schema: "franchise",
                table: "contacts",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_entitlements_id",
                schema: "franchise",
                table: "entitlements",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_entitlements_tenant_id_kind_code",
                schema: "franchise",
                table: "entitlements",
                columns: new[] { "tenant_id", "kind", "code" });

            migrationBuilder.CreateIndex(
                name: "ix_entitlements_tenant_id_licence_id_kind_code_from_day",
                schema: "franchise",
                table: "entitlements",
                columns: new[] { "tenant_id", "licence_id", "kind", "code", "from_day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_events_tenant_id_id",
                schema: "franchise",
                table: "events",
                columns: new[] { "tenant_id", "id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_holds_id",
                schema: "franchise",
                table: "holds",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_holds_tenant_id_licence_id",
                schema: "franchise",
                table: "holds",
                columns: new[] { "tenant_id", "licence_id" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_records_created_at",
                schema: "franchise",
                table: "idempotency_records",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_id",
                schema: "franchise",
                table: "invitations",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_tenant_id_email",
                schema: "franchise",
                table: "invitations",
                columns: new[] { "tenant_id", "email" },
                unique: true,
                filter: "accepted_at is null and revoked_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_licence_policies_code",
                schema: "franchise",
                table: "licence_policies",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_licence_policy_versions_policy_id_number",
                schema: "franchise",
                table: "licence_policy_versions",
                columns: new[] { "policy_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_licence_terms_id",
                schema: "franchise",
                table: "licence_terms",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_licence_terms_tenant_id_licence_id_number",
                schema: "franchise",
                table: "licence_terms",
                columns: new[] { "tenant_id", "licence_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_licences_id",
                schema: "franchise",
                table: "licences",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_licences_policy_version_id",
                schema: "franchise",
                table: "licences",
                column: "policy_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_licences_tenant_id_status",
                schema: "franchise",
                table: "licences",
                columns: new[] { "tenant_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_members_id",
                schema: "franchise",
                table: "members",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_members_tenant_id_email",
                schema: "franchise",
                table: "members",
                columns: new[] { "tenant_id", "email" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_members_tenant_id_user_id",
                schema: "franchise",
                table: "members",
                columns: new[] { "tenant_id", "user_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_members_user_id",
                schema: "franchise",
                table: "members",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_emails_next_attempt_at",
                schema: "franchise",
                table: "outgoing_emails",
                column: "next_attempt_at",
                filter: "next_attempt_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_packages_code",
                schema: "franchise",
                table: "packages",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_programmes_code",
                schema: "franchise",
                table: "programmes",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_resource_versions_resource_id_number",
                schema: "franchise",
                table: "resource_versions",
                columns: new[] { "resource_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_resources_code",
                schema: "franchise",
                table: "resources",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_scheduled_actions_due",
                schema: "franchise",
                table: "scheduled_actions",
                column: "due_at",
                filter: "done_at is null and not superseded");

            migrationBuilder.CreateIndex(
                name: "ix_scheduled_actions_id",
                schema: "franchise",
                table: "scheduled_actions",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_scheduled_actions_tenant_id_hold_id",
                schema: "franchise",
                table: "scheduled_actions",
                columns: new[] { "tenant_id", "hold_id" });

            migrationBuilder.CreateIndex(
                name: "ix_scheduled_actions_tenant_id_licence_id_term_number_kind_day",
                schema: "franchise",
                table: "scheduled_actions",
                columns: new[] { "tenant_id", "licence_id", "term_number", "kind", "days", "hold_id" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_seat_entries_id",
                schema: "franchise",
                table: "seat_entries",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_seat_entries_tenant_id_licence_id_reference_kind",
                schema: "franchise",
                table: "seat_entries",
                columns: new[] { "tenant_id", "licence_id", "reference", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_seat_entries_tenant_id_licence_id_term_number",
                schema: "franchise",
                table: "seat_entries",
                columns: new[] { "tenant_id", "licence_id", "term_number" });

            migrationBuilder.CreateIndex(
                name: "ix_unit_versions_unit_id_number",
                schema: "franchise",
                table: "unit_versions",
                columns: new[] { "unit_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_units_code",
                schema: "franchise",
                table: "units",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_units_programme_id",
                schema: "franchise",
                table: "units",
                column: "programme_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "across_accesses",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "api_client_secrets",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "audit_entries",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "audit_heads",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "contacts",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "entitlements",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "events",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "idempotency_records",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "invitations",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "licence_terms",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "members",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "outgoing_emails",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "packages",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "resource_versions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "scheduled_actions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "seat_entries",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "signed_audit_heads",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "unit_versions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "api_clients",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "resources",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "holds",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "units",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "licences",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "programmes",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "licence_policy_versions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "organisations",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "licence_policies",
                schema: "franchise");
        }
    }
}
