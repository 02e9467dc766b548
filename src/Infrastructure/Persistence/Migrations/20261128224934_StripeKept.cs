using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class StripeKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.CreateIndex(
                name: "ix_refunds_tenant_id_stripe_id",
                schema: "franchise",
                table: "refunds",
                columns: new[] { "tenant_id", "stripe_id" },
                unique: true,
                filter: "stripe_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_refunds_tenant_id_stripe_id",
                schema: "franchise",
                table: "refunds");

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

            migrationBuilder.AddColumn<string>(
                name: "body",
                schema: "franchise",
                table: "stripe_events",
                type: "text",
                nullable: false,
                defaultValue: "");
        }
    }
}
