/** Figures out: medians and spread as text, JSON and SVG. */
@NullMarked
package dev.latchkey.bench.report;

import org.jspecify.annotations.NullMarked;
