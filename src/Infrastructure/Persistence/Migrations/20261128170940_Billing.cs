using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Billing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "bank_statements",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outgoing = table.Column<int>(type: "integer", nullable: false),
                    repeated = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bank_statements", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "billing_profiles",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    contact_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    purchase_order = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    terms_days = table.Column<int>(type: "integer", nullable: false),
                    vat_number = table.Column<string>(type: "character varying(15)", maxLength: 15, nullable: true),
                    vat_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_billing_profiles", x => x.tenant_id);
                    table.ForeignKey(
                        name: "fk_billing_profiles_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "document_counters",
                schema: "franchise",
                columns: table => new
                {
                    series = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_counters", x => new { x.series, x.year });
                });

            migrationBuilder.CreateTable(
                name: "invoices",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: true),
                    period_first = table.Column<DateOnly>(type: "date", nullable: false),
                    period_last = table.Column<DateOnly>(type: "date", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    drafted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finalise_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    awaits_approval = table.Column<bool>(type: "boolean", nullable: false),
                    approved_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: true),
                    tax_point = table.Column<DateOnly>(type: "date", nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    paid = table.Column<long>(type: "bigint", nullable: false),
                    credited = table.Column<long>(type: "bigint", nullable: false),
                    disputed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    dispute_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    customer_address = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    customer_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    customer_vat_number = table.Column<string>(type: "character varying(15)", maxLength: 15, nullable: true),
                    purchase_order = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    supplier_address = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    supplier_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    supplier_vat_number = table.Column<string>(type: "character varying(15)", maxLength: 15, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invoices", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_invoices_number", "(number IS NULL) = (issued_on IS NULL)");
                    table.CheckConstraint("ck_invoices_total", "total = net + vat AND paid >= 0 AND credited >= 0 AND paid + credited <= total");
                    table.ForeignKey(
                        name: "fk_invoices_licences_tenant_id_licence_id",
                        columns: x => new { x.tenant_id, x.licence_id },
                        principalSchema: "franchise",
                        principalTable: "licences",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoices_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    posting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    document = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entries", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_ledger_entries_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payments",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    method = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    received_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reference = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: false),
                    bank_line_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    allocated = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payments", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_payments_allocated", "amount > 0 AND allocated >= 0 AND allocated <= amount");
                    table.ForeignKey(
                        name: "fk_payments_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "price_versions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    package = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    annual_fee = table.Column<long>(type: "bigint", nullable: false),
                    bespoke_unit = table.Column<long>(type: "bigint", nullable: false),
                    certificate = table.Column<long>(type: "bigint", nullable: false),
                    extra_learner = table.Column<long>(type: "bigint", nullable: false),
                    included_learners = table.Column<int>(type: "integer", nullable: false),
                    registration = table.Column<long>(type: "bigint", nullable: false),
                    training_place = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_price_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bank_lines",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    statement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    mark = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    reference = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    settled_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bank_lines", x => x.id);
                    table.ForeignKey(
                        name: "fk_bank_lines_bank_statements_statement_id",
                        column: x => x.statement_id,
                        principalSchema: "franchise",
                        principalTable: "bank_statements",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "concessions",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    basis_points = table.Column<int>(type: "integer", nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: true),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    until_day = table.Column<DateOnly>(type: "date", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    approved_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    granted_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_concessions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_concessions_billing_profiles_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "billing_profiles",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "credit_notes",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invoice_number = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    number = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_notes", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_credit_notes_invoices_tenant_id_invoice_id",
                        columns: x => new { x.tenant_id, x.invoice_id },
                        principalSchema: "franchise",
                        principalTable: "invoices",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "fees",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    description = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: true),
                    period_first = table.Column<DateOnly>(type: "date", nullable: true),
                    period_last = table.Column<DateOnly>(type: "date", nullable: true),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    unit_amount = table.Column<long>(type: "bigint", nullable: false),
                    discount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: true),
                    waived_because = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fees", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_fees_invoices_tenant_id_invoice_id",
                        columns: x => new { x.tenant_id, x.invoice_id },
                        principalSchema: "franchise",
                        principalTable: "invoices",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_fees_licences_tenant_id_licence_id",
                        columns: x => new { x.tenant_id, x.licence_id },
                        principalSchema: "franchise",
                        principalTable: "licences",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_fees_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "allocations",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_allocations", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_allocations_invoices_tenant_id_invoice_id",
                        columns: x => new { x.tenant_id, x.invoice_id },
                        principalSchema: "franchise",
                        principalTable: "invoices",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_allocations_payments_tenant_id_payment_id",
                        columns: x => new { x.tenant_id, x.payment_id },
                        principalSchema: "franchise",
                        principalTable: "payments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "price_items",
                schema: "franchise",
                columns: table => new
                {
                    price_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    vat_treatment = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    vat_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_price_items", x => new { x.price_version_id, x.code });
                    table.ForeignKey(
                        name: "fk_price_items_price_version_price_version_id",
                        column: x => x.price_version_id,
                        principalSchema: "franchise",
                        principalTable: "price_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "invoice_lines",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    description = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    unit_amount = table.Column<long>(type: "bigint", nullable: false),
                    discount = table.Column<long>(type: "bigint", nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    chosen_treatment = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    chosen_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    treatment = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    rate_basis_points = table.Column<int>(type: "integer", nullable: false),
                    vat_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    vat_amount = table.Column<long>(type: "bigint", nullable: false),
                    fee_id = table.Column<Guid>(type: "uuid", nullable: true),
                    period_first = table.Column<DateOnly>(type: "date", nullable: true),
                    period_last = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invoice_lines", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_invoice_lines_fees_tenant_id_fee_id",
                        columns: x => new { x.tenant_id, x.fee_id },
                        principalSchema: "franchise",
                        principalTable: "fees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoice_lines_invoices_tenant_id_invoice_id",
                        columns: x => new { x.tenant_id, x.invoice_id },
                        principalSchema: "franchise",
                        principalTable: "invoices",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "credit_note_lines",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    credit_note_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invoice_line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    description = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat_amount = table.Column<long>(type: "bigint", nullable: false),
                    treatment = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    rate_basis_points = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_note_lines", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_credit_note_lines_credit_notes_tenant_id_credit_note_id",
                        columns: x => new { x.tenant_id, x.credit_note_id },
                        principalSchema: "franchise",
                        principalTable: "credit_notes",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_credit_note_lines_invoice_lines_tenant_id_invoice_line_id",
                        columns: x => new { x.tenant_id, x.invoice_line_id },
                        principalSchema: "franchise",
                        principalTable: "invoice_lines",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_allocations_id",
                schema: "franchise",
                table: "allocations",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_allocations_tenant_id_invoice_id",
                schema: "franchise",
                table: "allocations",
                columns: new[] { "tenant_id", "invoice_id" });

            migrationBuilder.CreateIndex(
                name: "ix_allocations_tenant_id_payment_id",
                schema: "franchise",
                table: "allocations",
                columns: new[] { "tenant_id", "payment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_bank_lines_mark",
                schema: "franchise",
                table: "bank_lines",
                column: "mark",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bank_lines_statement_id",
                schema: "franchise",
                table: "bank_lines",
                column: "statement_id");

            migrationBuilder.CreateIndex(
                name: "ix_bank_lines_status",
                schema: "franchise",
                table: "bank_lines",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "ix_bank_statements_sha256",
                schema: "franchise",
                table: "bank_statements",
                column: "sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_concessions_id",
                schema: "franchise",
                table: "concessions",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_credit_note_lines_id",
                schema: "franchise",
                table: "credit_note_lines",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_credit_note_lines_tenant_id_credit_note_id",
                schema: "franchise",
                table: "credit_note_lines",
                columns: new[] { "tenant_id", "credit_note_id" });

            migrationBuilder.CreateIndex(
                name: "ix_credit_note_lines_tenant_id_invoice_line_id",
                schema: "franchise",
                table: "credit_note_lines",
                columns: new[] { "tenant_id", "invoice_line_id" });

            migrationBuilder.CreateIndex(
                name: "ix_credit_notes_id",
                schema: "franchise",
                table: "credit_notes",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_credit_notes_tenant_id_invoice_id",
                schema: "franchise",
                table: "credit_notes",
                columns: new[] { "tenant_id", "invoice_id" });

            migrationBuilder.CreateIndex(
                name: "ix_credit_notes_tenant_id_number",
                schema: "franchise",
                table: "credit_notes",
                columns: new[] { "tenant_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fees_due",
                schema: "franchise",
                table: "fees",
                columns: new[] { "tenant_id", "due_at" },
                filter: "status = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_fees_id",
                schema: "franchise",
                table: "fees",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_fees_tenant_id_event_id_kind_part",
                schema: "franchise",
                table: "fees",
                columns: new[] { "tenant_id", "event_id", "kind", "part" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fees_tenant_id_invoice_id",
                schema: "franchise",
                table: "fees",
                columns: new[] { "tenant_id", "invoice_id" });

            migrationBuilder.CreateIndex(
                name: "ix_fees_tenant_id_subject",
                schema: "franchise",
                table: "fees",
                columns: new[] { "tenant_id", "subject" });

            migrationBuilder.CreateIndex(
                name: "ix_fees_term",
                schema: "franchise",
                table: "fees",
                columns: new[] { "tenant_id", "licence_id", "part" },
                unique: true,
                filter: "kind = 'licence'");

            migrationBuilder.CreateIndex(
                name: "ix_invoice_lines_id",
                schema: "franchise",
                table: "invoice_lines",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_invoice_lines_tenant_id_fee_id",
                schema: "franchise",
                table: "invoice_lines",
                columns: new[] { "tenant_id", "fee_id" });

            migrationBuilder.CreateIndex(
                name: "ix_invoice_lines_tenant_id_invoice_id_position",
                schema: "franchise",
                table: "invoice_lines",
                columns: new[] { "tenant_id", "invoice_id", "position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invoices_due",
                schema: "franchise",
                table: "invoices",
                columns: new[] { "tenant_id", "finalise_at" },
                filter: "status = 'draft' AND NOT awaits_approval");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_id",
                schema: "franchise",
                table: "invoices",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_number",
                schema: "franchise",
                table: "invoices",
                column: "number");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_tenant_id_licence_id_period_first_kind",
                schema: "franchise",
                table: "invoices",
                columns: new[] { "tenant_id", "licence_id", "period_first", "kind" },
                unique: true,
                filter: "status <> 'void' AND kind <> 'one_off'")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_invoices_tenant_id_number",
                schema: "franchise",
                table: "invoices",
                columns: new[] { "tenant_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_id",
                schema: "franchise",
                table: "ledger_entries",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_tenant_id_account_on_day",
                schema: "franchise",
                table: "ledger_entries",
                columns: new[] { "tenant_id", "account", "on_day" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_tenant_id_posting_id",
                schema: "franchise",
                table: "ledger_entries",
                columns: new[] { "tenant_id", "posting_id" });

            migrationBuilder.CreateIndex(
                name: "ix_payments_id",
                schema: "franchise",
                table: "payments",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_payments_tenant_id_bank_line_id",
                schema: "franchise",
                table: "payments",
                columns: new[] { "tenant_id", "bank_line_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_price_versions_package_currency_from_day",
                schema: "franchise",
                table: "price_versions",
                columns: new[] { "package", "currency", "from_day" },
                unique: true,
                filter: "status = 'published'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "allocations",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "bank_lines",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "concessions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "credit_note_lines",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "document_counters",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "ledger_entries",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "price_items",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "payments",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "bank_statements",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "billing_profiles",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "credit_notes",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "invoice_lines",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "price_versions",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "fees",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "invoices",
                schema: "franchise");
        }
    }
}
