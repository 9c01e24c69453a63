package io.adamant.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  @Test
  void namesCannotBecomeMarkup() {
    String nasty = "</script><script>alert(1)</script>";
    JsonObject data = ReportData.of(List.of(Lines.run(nasty, Lines.log(2))), Double.NaN);
    String page = ReportPage.html(nasty, data);
    assertFalse(page.contains("<script>alert"), "the name is markup");
    assertTrue(page.contains("\\u003c/script>\\u003cscript>alert(1)"));
    assertTrue(page.contains("<title>&lt;/script&gt;"));
  }

  @Test
  void thePageHoldsTheLibraryWithItsLicenceAndAsksNobody() {
    String page = ReportPage.html("t", ReportData.of(List.of(), Double.NaN));
    assertTrue(page.contains("Copyright (c) 2022 Leon Sorokin"));
    assertTrue(page.contains("uPlot (v" + ReportPage.CHART_LIBRARY_VERSION));
    assertFalse(page.contains("{{"), "a place was left empty");
    assertEquals(-1, page.indexOf(" src="));
    assertTrue(page.contains("default-src 'none'"));
  }
}
