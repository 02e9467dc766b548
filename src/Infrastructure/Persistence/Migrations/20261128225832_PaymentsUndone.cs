using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PaymentsUndone : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_payments_tenant_id_bank_line_id",
                schema: "franchise",
                table: "payments");

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

            migrationBuilder.AddColumn<string>(
                name: "open_because",
                schema: "franchise",
                table: "bank_lines",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_payments_tenant_id_bank_line_id",
                schema: "franchise",
                table: "payments",
                columns: new[] { "tenant_id", "bank_line_id" },
                unique: true,
                filter: "reversed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_payments_tenant_id_bank_line_id",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "reversed_at",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "reversed_because",
                schema: "franchise",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "open_because",
                schema: "franchise",
                table: "bank_lines");

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
