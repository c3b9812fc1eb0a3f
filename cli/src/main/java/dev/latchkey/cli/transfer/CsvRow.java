package dev.latchkey.cli.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of CSV.
 *
 * @param line the line that it begins on, counted from 1
 * @param values its values; null for an empty one without quotes, as databases write it
 */
record CsvRow(long line, List<@Nullable String> values) {}
