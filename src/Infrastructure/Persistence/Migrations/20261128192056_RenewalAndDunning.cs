using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RenewalAndDunning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "amended_amount",
                schema: "franchise",
                table: "licences",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "amended_from",
                schema: "franchise",
                table: "licences",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "amended_seats",
                schema: "franchise",
                table: "licences",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "amended_term",
                schema: "franchise",
                table: "licences",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "follows_price_list",
                schema: "franchise",
                table: "licences",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "price_told_amount",
                schema: "franchise",
                table: "licences",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "price_told_on",
                schema: "franchise",
                table: "licences",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "final_notice_days",
                schema: "franchise",
                table: "licence_policy_versions",
                type: "integer",
                nullable: false,
                defaultValue: 28);

            migrationBuilder.AddColumn<int>(
                name: "hold_on_licence_days",
                schema: "franchise",
                table: "licence_policy_versions",
                type: "integer",
                nullable: false,
                defaultValue: 60);

            migrationBuilder.AddColumn<int>(
                name: "hold_on_new_courses_days",
                schema: "franchise",
                table: "licence_policy_versions",
                type: "integer",
                nullable: false,
                defaultValue: 42);

            migrationBuilder.AddColumn<int>(
                name: "invoice_ahead_days",
                schema: "franchise",
                table: "licence_policy_versions",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "price_notice_days",
                schema: "franchise",
                table: "licence_policy_versions",
                type: "integer",
                nullable: false,
                defaultValue: 60);

            migrationBuilder.AddColumn<int>(
                name: "reminder_days",
                schema: "franchise",
                table: "licence_policy_versions",
                type: "integer",
                nullable: false,
                defaultValue: 3);

            migrationBuilder.AddColumn<int>(
                name: "second_reminder_days",
                schema: "franchise",
                table: "licence_policy_versions",
                type: "integer",
                nullable: false,
                defaultValue: 14);

            migrationBuilder.AddColumn<bool>(
                name: "by_dunning",
                schema: "franchise",
                table: "holds",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "scope",
                schema: "franchise",
                table: "holds",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "licence");

            migrationBuilder.CreateTable(
                name: "dunning_clocks",
                schema: "franchise",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateOnly>(type: "date", nullable: true),
                    has_told = table.Column<bool>(type: "boolean", nullable: false),
                    held = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dunning_clocks", x => x.tenant_id);
                    table.ForeignKey(
                        name: "fk_dunning_clocks_organisation_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "organisations",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "dunning_steps",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    stage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    counted_on = table.Column<DateOnly>(type: "date", nullable: false),
                    taken_on = table.Column<DateOnly>(type: "date", nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    superseded = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dunning_steps", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_dunning_steps_dunning_clocks_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "dunning_clocks",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "hardships",
                schema: "franchise",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    until_day = table.Column<DateOnly>(type: "date", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    approved_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    granted_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hardships", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_hardships_dunning_clocks_tenant_id",
                        column: x => x.tenant_id,
                        principalSchema: "franchise",
                        principalTable: "dunning_clocks",
                        principalColumn: "tenant_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dunning_steps_due",
                schema: "franchise",
                table: "dunning_steps",
                column: "due_at",
                filter: "done_at is null and not superseded");

            migrationBuilder.CreateIndex(
                name: "ix_dunning_steps_id",
                schema: "franchise",
                table: "dunning_steps",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_dunning_steps_tenant_id_since_stage",
                schema: "franchise",
                table: "dunning_steps",
                columns: new[] { "tenant_id", "since", "stage" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_hardships_id",
                schema: "franchise",
                table: "hardships",
                column: "id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dunning_steps",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "hardships",
                schema: "franchise");

            migrationBuilder.DropTable(
                name: "dunning_clocks",
                schema: "franchise");

            migrationBuilder.DropColumn(
                name: "amended_amount",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "amended_from",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "amended_seats",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "amended_term",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "follows_price_list",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "price_told_amount",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "price_told_on",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "final_notice_days",
                schema: "franchise",
                table: "licence_policy_versions");

            migrationBuilder.DropColumn(
                name: "hold_on_licence_days",
                schema: "franchise",
                table: "licence_policy_versions");

            migrationBuilder.DropColumn(
                name: "hold_on_new_courses_days",
                schema: "franchise",
                table: "licence_policy_versions");

            migrationBuilder.DropColumn(
                name: "invoice_ahead_days",
                schema: "franchise",
                table: "licence_policy_versions");

            migrationBuilder.DropColumn(
                name: "price_notice_days",
                schema: "franchise",
                table: "licence_policy_versions");

            migrationBuilder.DropColumn(
                name: "reminder_days",
                schema: "franchise",
                table: "licence_policy_versions");

            migrationBuilder.DropColumn(
                name: "second_reminder_days",
                schema: "franchise",
                table: "licence_policy_versions");

            migrationBuilder.DropColumn(
                name: "by_dunning",
                schema: "franchise",
                table: "holds");

            migrationBuilder.DropColumn(
                name: "scope",
                schema: "franchise",
                table: "holds");
        }
    }
}
