package dev.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** That a bad page is found out: by its width, by axe-core, by the console, by whom it asks. */
class ChromiumTest {
    private static final String BAD = "<!doctype html><html><link rel=icon href='data:,'><title>Bad</title>"
            + "<body style='margin: 0'><div style='width: 2000px; height: 9px'></div><form><input></form>"
            + "<script>console.error('broken')</script><script src='http://elsewhere.example/x.js'></script>";

    @Test
    void aBadPageIsFoundOut() {
        try (OtherSite site = new OtherSite().put("/index.html", BAD);
                Chromium browser = new Chromium()) {
            browser.open(site.url());
            assertThatThrownBy(() -> browser.verifyFits("it")).hasMessageContaining("div.");
            assertThatThrownBy(() -> browser.verifyAccessible("it"))
                    .hasMessageContaining("html-has-lang")
                    .hasMessageContaining("label");
            assertThatThrownBy(() -> browser.verifyQuiet(site.url())).hasMessageContaining("elsewhere.example");
            assertThatThrownBy(() -> browser.verifyQuiet(site.url(), URI.create("http://elsewhere.example")))
                    .hasMessageContaining("broken");
        }
    }
}
