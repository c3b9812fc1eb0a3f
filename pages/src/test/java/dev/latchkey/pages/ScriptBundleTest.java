package dev.latchkey.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptBundleTest {
    private final Map<String, String> modules = new HashMap<>();

    @Test
    void eachModuleComesOnceAndAfterWhatItImports() {
        modules.put("main.js", "import { a } from './a.js';\nimport { b, c } from './b-c.js';\na(b, c);\n");
        modules.put("a.js", "import { b } from './b-c.js';\n\nexport function a() {\n  return b;\n}\n");
        modules.put("b-c.js", "export const b = 1;\nexport class c {}\nexport async function d() {}\n");
        assertThat(bundle()).isEqualTo("""
                const b = 1;
                class c {}
                async function d() {}


                function a() {
                  return b;
                }

                a(b, c);
                """);
    }

    @Test
    void wordsInATextAreLeftAlone() {
        modules.put("main.js", "const text = 'export const x';\n  // import { a } from './a.js';\n");
        assertThat(bundle()).isEqualTo(modules.get("main.js"));
    }

    @Test
    void modulesThatImportEachOtherAreRefused() {
        modules.put("main.js", "import { a } from './a.js';\n");
        modules.put("a.js", "import { b } from './b.js';\n");
        modules.put("b.js", "import { a } from './a.js';\n");
        assertThatThrownBy(this::bundle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("modules import each other: main.js a.js b.js a.js");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import a from './a.js';",
                "import * as a from './a.js';",
                "import { a as b } from \"./a.js\";",
                "import './a.js';",
                "import { a } from 'https://cdn.example/a.js';",
                "export default 1;",
                "export { a };",
                "export let a = 1;",
            })
    void whatCannotBeJoinedIsRefused(String line) {
        modules.put("main.js", line + "\n");
        assertThatThrownBy(this::bundle)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("main.js has a line that cannot be joined: " + line);
    }

    private String bundle() {
        return ScriptBundle.of("main.js", modules::get);
    }
}
