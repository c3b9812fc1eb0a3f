package dev.latchkey.passwords;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;

/** Lambda copies one snapshot of memory into many instances: a generator kept in it would give all of them one salt. */
@AnalyzeClasses(packagesOf = PasswordHasher.class, importOptions = DoNotIncludeTests.class)
class SnapshotSafetyTest {
    @ArchTest
    static final ArchRule NO_GENERATOR_IS_KEPT = noFields().should().haveRawType(assignableTo(Random.class));
}
