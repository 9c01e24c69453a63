package io.adamant.report;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page: one file that holds its data, its script and its charts, and asks nobody for more. */
public final class ReportPage {
  /** Of the chart library, which is kept beside this class as its package on npm has it. */
  public static final String CHART_LIBRARY_VERSION = "1.6.32";

  private static final List<String> SCRIPTS =
      List.of(
          "format.js",
          "colours.js",
          "series.js",
          "tip.js",
          "chart.js",
          "curves.js",
          "tables.js",
          "page.js",
          "live.js",
          "main.js");

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  private ReportPage() {}

  /**
   * The page's HTML.
   *
   * @param title in plain text
   * @param data as {@link ReportData} has it
   */
  public static String html(String title, JsonObject data) {
    Map<String, String> parts =
        Map.of(
            "title",
            escaped(title),
            "uplot-version",
            CHART_LIBRARY_VERSION,
            "uplot-license",
            resource("uplot/LICENSE"),
            "uplot-css",
            resource("uplot/uPlot.min.css"),
            "uplot-js",
            resource("uplot/uPlot.iife.min.js"),
            "css",
            resource("page.css"),
            "js",
            SCRIPTS.stream().map(ReportPage::resource).collect(Collectors.joining("\n")),
            // Within a script no text may look like its end.
            "data",
            data.toString().replace("<", "\\u003c"));
    return PLACE
        .matcher(resource("page.html"))
        .replaceAll(place -> Matcher.quoteReplacement(part(parts, place.group(1))));
  }

  private static String part(Map<String, String> parts, String name) {
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("the page has a place for " + name);
    }
    return part;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks the page's " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
