using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Franchise.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class WhatDunningAndPricesRemember : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.AddColumn<DateOnly>(
                name: "reopened_on",
                schema: "franchise",
                table: "invoices",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "resumed_on",
                schema: "franchise",
                table: "dunning_clocks",
                type: "date",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "price_told_earlier_amount",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "price_told_earlier_on",
                schema: "franchise",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "reopened_on",
                schema: "franchise",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "resumed_on",
                schema: "franchise",
                table: "dunning_clocks");
        }
    }
}
