using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class MoneyUndoneAndDated : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_payments_tenant_id_bank_line_id",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "body",
                schema: "franchise",
                table: "stripe_events");

            migrationBuilder.AddColumn<string>(
                name: "digest",
                schema: "franchise",
                table: "stripe_events",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closed_at",
                schema: "franchise",
                table: "stripe_differences",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "closed_by",
                schema: "franchise",
                table: "stripe_differences",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "note",
                schema: "franchise",
                table: "stripe_differences",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                schema: "franchise",
                table: "stripe_differences",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AlterColumn<string>(
                name: "stripe_payment_id",
                schema: "franchise",
                table: "refunds",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(80)",
                oldMaxLength: 80);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "reversed_at",
                schema: "franchise",
                table: "payments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reversed_because",
                schema: "franchise",
                table: "payments",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "price_told_earlier_amount",
                schema: "franchise",
                table: "licences",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "price_told_earlier_on",
                schema: "franchise",
                table: "licences",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "approved_total",
                schema: "franchise",
                table: "invoices",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "awaits_exchange_rate",
                schema: "franchise",
                table: "invoices",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "bank_account",
                schema: "franchise",
                table: "invoices",
                type: "character varying(8)",
                maxLength: 8,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "bank_bic",
                schema: "franchise",
                table: "invoices",
                type: "character varying(11)",
                maxLength: 11,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "bank_iban",
                schema: "franchise",
                table: "invoices",
                type: "character varying(34)",
                maxLength: 34,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "bank_name",
                schema: "franchise",
                table: "invoices",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "bank_sort_code",
                schema: "franchise",
                table: "invoices",
                type: "character varying(8)",
                maxLength: 8,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "drafted_by",
                schema: "franchise",
                table: "invoices",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "reopened_on",
                schema: "franchise",
                table: "invoices",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "sterling_rate",
                schema: "franchise",
                table: "invoices",
                type: "numeric(12,6)",
                precision: 12,
                scale: 6,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "sterling_rate_from",
                schema: "franchise",
                table: "invoices",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "vat_in_sterling",
                schema: "franchise",
                table: "invoices",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "vat_in_sterling",
                schema: "franchise",
                table: "invoice_lines",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "resumed_on",
                schema: "franchise",
                table: "dunning_clocks",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "customer_address",
                schema: "franchise",
                table: "credit_notes",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "customer_name",
                schema: "franchise",
                table: "credit_notes",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "customer_vat_number",
                schema: "franchise",
                table: "credit_notes",
                type: "character varying(15)",
                maxLength: 15,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "invoice_issued_on",
                schema: "franchise",
                table: "credit_notes",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.AddColumn<string>(
                name: "purchase_order",
                schema: "franchise",
                table: "credit_notes",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "sterling_rate",
                schema: "franchise",
                table: "credit_notes",
                type: "numeric(12,6)",
                precision: 12,
                scale: 6,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "sterling_rate_from",
                schema: "franchise",
                table: "credit_notes",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "supplier_address",
                schema: "franchise",
                table: "credit_notes",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "supplier_name",
                schema: "franchise",
                table: "credit_notes",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "supplier_vat_number",
                schema: "franchise",
                table: "credit_notes",
                type: "character varying(15)",
                maxLength: 15,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "vat_in_sterling",
                schema: "franchise",
                table: "credit_notes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "position",
                schema: "franchise",
                table: "credit_note_lines",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "vat_in_sterling",
                schema: "franchise",
                table: "credit_note_lines",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "vat_reason",
                schema: "franchise",
                table: "credit_note_lines",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "open_because",
                schema: "franchise",
                table: "bank_lines",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "exchange_rates",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    sterling_per_unit = table.Column<decimal>(type: "numeric(12,6)", precision: 12, scale: 6, nullable: false),
                    entered_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_rates", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_refunds_tenant_id_stripe_id",
                schema: "franchise",
                table: "refunds",
                columns: new[] { "tenant_id", "stripe_id" },
                unique: true,
                filter: "stripe_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_payments_tenant_id_bank_line_id",
                schema: "franchise",
                table: "payments",
                columns: new[] { "tenant_id", "bank_line_id" },
                unique: true,
                filter: "reversed_at IS NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_invoices_sterling",
                schema: "franchise",
                table: "invoices",
                sql: "number IS NULL OR currency = 'GBP' OR vat = 0 OR (sterling_rate > 0 AND vat_in_sterling IS NOT NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_exchange_rates_currency_from_day",
                schema: "franchise",
                table: "exchange_rates",
                columns: new[] { "currency", "from_day" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exchange_rates",
                schema: "franchise");

            migrationBuilder.DropIndex(
                name: "ix_refunds_tenant_id_stripe_id",
                schema: "franchise",
                table: "refunds");

            migrationBuilder.DropIndex(
                name: "ix_payments_tenant_id_bank_line_id",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropCheckConstraint(
                name: "ck_invoices_sterling",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "digest",
                schema: "franchise",
                table: "stripe_events");

            migrationBuilder.DropColumn(
                name: "closed_at",
                schema: "franchise",
                table: "stripe_differences");

            migrationBuilder.DropColumn(
                name: "closed_by",
                schema: "franchise",
                table: "stripe_differences");

            migrationBuilder.DropColumn(
                name: "note",
                schema: "franchise",
                table: "stripe_differences");

            migrationBuilder.DropColumn(
                name: "version",
                schema: "franchise",
                table: "stripe_differences");

            migrationBuilder.DropColumn(
                name: "reversed_at",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "reversed_because",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "price_told_earlier_amount",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "price_told_earlier_on",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "approved_total",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "awaits_exchange_rate",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "bank_account",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "bank_bic",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "bank_iban",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "bank_name",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "bank_sort_code",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "drafted_by",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "reopened_on",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "sterling_rate",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "sterling_rate_from",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "vat_in_sterling",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "vat_in_sterling",
                schema: "franchise",
                table: "invoice_lines");

            migrationBuilder.DropColumn(
                name: "resumed_on",
                schema: "franchise",
                table: "dunning_clocks");

            migrationBuilder.DropColumn(
                name: "customer_address",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "customer_name",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "customer_vat_number",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "invoice_issued_on",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "purchase_order",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "sterling_rate",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "sterling_rate_from",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "supplier_address",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "supplier_name",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "supplier_vat_number",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "vat_in_sterling",
                schema: "franchise",
                table: "credit_notes");

            migrationBuilder.DropColumn(
                name: "position",
                schema: "franchise",
                table: "credit_note_lines");

            migrationBuilder.DropColumn(
                name: "vat_in_sterling",
                schema: "franchise",
                table: "credit_note_lines");

            migrationBuilder.DropColumn(
                name: "vat_reason",
                schema: "franchise",
                table: "credit_note_lines");

            migrationBuilder.DropColumn(
                name: "open_because",
                schema: "franchise",
                table: "bank_lines");

            migrationBuilder.AddColumn<string>(
                name: "body",
                schema: "franchise",
                table: "stripe_events",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AlterColumn<string>(
                name: "stripe_payment_id",
                schema: "franchise",
                table: "refunds",
                type: "character varying(80)",
                maxLength: 80,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "character varying(80)",
                oldMaxLength: 80,
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_payments_tenant_id_bank_line_id",
                schema: "franchise",
                table: "payments",
                columns: new[] { "tenant_id", "bank_line_id" },
                unique: true);
        }
    }
}
