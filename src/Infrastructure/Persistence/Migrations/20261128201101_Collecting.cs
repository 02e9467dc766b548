using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Collecting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_payments_allocated",
                schema: "franchise",
                table: "payments");

            migrationBuilder.AddColumn<Guid>(
                name: "collection_id",
                schema: "franchise",
                table: "payments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "returned",
                schema: "franchise",
                table: "payments",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "stripe_id",
                schema: "franchise",
                table: "payments",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mandates",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    begun_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    page_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    page_url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    method_id = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    stripe_id = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    active_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_because = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    look_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mandates", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_mandates_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_disputes",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stripe_id = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_disputes", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_payment_disputes_payments_tenant_id_payment_id",
                        columns: x => new { x.tenant_id, x.payment_id },
                        principalSchema: "franchise",
                        principalTable: "payments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "refunds",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stripe_payment_id = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    @try = table.Column<int>(name: "try", type: "integer", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    look_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    stripe_id = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    failed_because = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refunds", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_refunds_amount", "amount > 0");
                    table.ForeignKey(
                        name: "fk_refunds_payments_tenant_id_payment_id",
                        columns: x => new { x.tenant_id, x.payment_id },
                        principalSchema: "franchise",
                        principalTable: "payments",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "stripe_differences",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    repaired = table.Column<bool>(type: "boolean", nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stripe_differences", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "stripe_events",
                schema: "franchise",
                columns: table => new
                {
                    event_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    object_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    object_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    api_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    body = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    parked_because = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    act_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stripe_events", x => x.event_id);
                });

            migrationBuilder.CreateTable(
                name: "stripe_payers",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payer_id = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    @try = table.Column<int>(name: "try", type: "integer", nullable: false),
                    lease = table.Column<Guid>(type: "uuid", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stripe_payers", x => x.tenant_id);
                    table.ForeignKey(
                        name: "fk_stripe_payers_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "collections",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: false),
                    mandate_id = table.Column<Guid>(type: "uuid", nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    @try = table.Column<int>(name: "try", type: "integer", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    spent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    look_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    stripe_id = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    page_id = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    page_url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    open_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failed_because = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collections", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_collections_amount", "amount > 0");
                    table.ForeignKey(
                        name: "fk_collections_invoices_tenant_id_invoice_id",
                        columns: x => new { x.tenant_id, x.invoice_id },
                        principalSchema: "franchise",
                        principalTable: "invoices",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_collections_mandates_tenant_id_mandate_id",
                        columns: x => new { x.tenant_id, x.mandate_id },
                        principalSchema: "franchise",
                        principalTable: "mandates",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_payments_stripe_id",
                schema: "franchise",
                table: "payments",
                column: "stripe_id");

            migrationBuilder.CreateIndex(
                name: "ix_payments_tenant_id_collection_id",
                schema: "franchise",
                table: "payments",
                columns: new[] { "tenant_id", "collection_id" });

            migrationBuilder.CreateIndex(
                name: "ix_payments_tenant_id_stripe_id",
                schema: "franchise",
                table: "payments",
                columns: new[] { "tenant_id", "stripe_id" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_payments_allocated",
                schema: "franchise",
                table: "payments",
                sql: "amount > 0 AND allocated >= 0 AND returned >= 0 AND allocated + returned <= amount");

            migrationBuilder.CreateIndex(
                name: "ix_collections_id",
                schema: "franchise",
                table: "collections",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_collections_page_id",
                schema: "franchise",
                table: "collections",
                column: "page_id");

            migrationBuilder.CreateIndex(
                name: "ix_collections_tenant_id_invoice_id",
                schema: "franchise",
                table: "collections",
                columns: new[] { "tenant_id", "invoice_id" });

            migrationBuilder.CreateIndex(
                name: "ix_collections_tenant_id_invoice_id1",
                schema: "franchise",
                table: "collections",
                columns: new[] { "tenant_id", "invoice_id" },
                unique: true,
                filter: "mandate_id IS NOT NULL AND status IN ('intended', 'processing')");

            migrationBuilder.CreateIndex(
                name: "ix_collections_tenant_id_look_at",
                schema: "franchise",
                table: "collections",
                columns: new[] { "tenant_id", "look_at" },
                filter: "look_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_collections_tenant_id_mandate_id",
                schema: "franchise",
                table: "collections",
                columns: new[] { "tenant_id", "mandate_id" });

            migrationBuilder.CreateIndex(
                name: "ix_mandates_id",
                schema: "franchise",
                table: "mandates",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_mandates_method_id",
                schema: "franchise",
                table: "mandates",
                column: "method_id");

            migrationBuilder.CreateIndex(
                name: "ix_mandates_page_id",
                schema: "franchise",
                table: "mandates",
                column: "page_id");

            migrationBuilder.CreateIndex(
                name: "ix_mandates_stripe_id",
                schema: "franchise",
                table: "mandates",
                column: "stripe_id");

            migrationBuilder.CreateIndex(
                name: "ix_mandates_tenant_id_look_at",
                schema: "franchise",
                table: "mandates",
                columns: new[] { "tenant_id", "look_at" },
                filter: "look_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_payment_disputes_id",
                schema: "franchise",
                table: "payment_disputes",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_payment_disputes_tenant_id_payment_id",
                schema: "franchise",
                table: "payment_disputes",
                columns: new[] { "tenant_id", "payment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_payment_disputes_tenant_id_stripe_id",
                schema: "franchise",
                table: "payment_disputes",
                columns: new[] { "tenant_id", "stripe_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_refunds_id",
                schema: "franchise",
                table: "refunds",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_tenant_id_look_at",
                schema: "franchise",
                table: "refunds",
                columns: new[] { "tenant_id", "look_at" },
                filter: "look_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_tenant_id_payment_id",
                schema: "franchise",
                table: "refunds",
                columns: new[] { "tenant_id", "payment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_stripe_differences_kind_subject",
                schema: "franchise",
                table: "stripe_differences",
                columns: new[] { "kind", "subject" },
                unique: true,
                filter: "NOT repaired");

            migrationBuilder.CreateIndex(
                name: "ix_stripe_events_act_at",
                schema: "franchise",
                table: "stripe_events",
                column: "act_at",
                filter: "state = 'waiting'");

            migrationBuilder.AddForeignKey(
                name: "fk_payments_collections_tenant_id_collection_id",
                schema: "franchise",
                table: "payments",
                columns: new[] { "tenant_id", "collection_id" },
                principalSchema: "franchise",
                principalTable: "collections",
                principalColumns: new[] { "tenant_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_payments_collections_tenant_id_collection_id",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropTable(
                name: "collections",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "payment_disputes",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "refunds",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "stripe_differences",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "stripe_events",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "stripe_payers",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "mandates",
                schema: "franchise");

            migrationBuilder.DropIndex(
                name: "ix_payments_stripe_id",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropIndex(
                name: "ix_payments_tenant_id_collection_id",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropIndex(
                name: "ix_payments_tenant_id_stripe_id",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropCheckConstraint(
                name: "ck_payments_allocated",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "collection_id",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "returned",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "stripe_id",
                schema: "franchise",
                table: "payments");

            migrationBuilder.AddCheckConstraint(
                name: "ck_payments_allocated",
                schema: "franchise",
                table: "payments",
                sql: "amount > 0 AND allocated >= 0 AND allocated <= amount");
        }
    }
}
