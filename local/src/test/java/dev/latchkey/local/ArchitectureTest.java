package dev.latchkey.local;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.NullMarked;

/** Who may know whom: everything that runs under the local server is on this module's class path. */
@AnalyzeClasses(packages = "dev.latchkey", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CORE =
            "dev.latchkey.(config|http|json|session|snapstart|store|telemetry|text|throttle|token|user)..";
    private static final String PASSWORDS = "dev.latchkey.passwords..";
    private static final String NEVER_SHIPS = "dev.latchkey.(emulator|local)..";
    private static final String AWS_SDK = "software.amazon.awssdk..";
    private static final String HTTP_CLIENT = "dev.latchkey.httpclient..";

    /** The package {@code user} is core's, and the function of that name lives in it. */
    private static final DescribedPredicate<JavaClass> FUNCTION = resideInAnyPackage(
                    "dev.latchkey.(authorizer|login|logout|logoutall|password|register|tokens)..")
            .or(resideInAnyPackage("dev.latchkey.user").and(simpleNameEndingWith("Handler")))
            .as("a function");

    private static final DescribedPredicate<JavaClass> SHIPS =
            not(resideInAnyPackage(NEVER_SHIPS)).as("what ships");

    @ArchTest
    static final ArchRule CORE_KNOWS_NEITHER_PASSWORDS_NOR_FUNCTIONS = noClasses()
            .that(resideInAnyPackage(CORE).and(not(FUNCTION)))
            .should()
            .dependOnClassesThat(resideInAnyPackage(PASSWORDS).or(FUNCTION))
            .because("only the functions that hash carry Bouncy Castle, and what is shared serves no one function");

    @ArchTest
    static final ArchRule PASSWORDS_KNOW_NO_FUNCTION =
            noClasses().that().resideInAPackage(PASSWORDS).should().dependOnClassesThat(FUNCTION);

    @ArchTest
    static final ArchRule WHAT_SHIPS_KNOWS_NEITHER_EMULATOR_NOR_COMMAND_LINE =
            noClasses().that(SHIPS).should().dependOnClassesThat().resideInAnyPackage(NEVER_SHIPS);

    @ArchTest
    static final ArchRule FUNCTIONS_DO_NOT_KNOW_EACH_OTHER = slices().matching(
                    "dev.latchkey.(authorizer|login|logout|logoutall|password|register|tokens)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule ONLY_STORE_AND_CONFIG_TOUCH_THE_SDK = noClasses()
            .that(SHIPS)
            .and()
            .resideOutsideOfPackages(
                    "dev.latchkey.store..", "dev.latchkey.config..", "dev.latchkey.telemetry..", HTTP_CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(AWS_SDK);

    @ArchTest
    static final ArchRule TELEMETRY_ONLY_LISTENS_TO_THE_SDK = noClasses()
            .that()
            .resideInAPackage("dev.latchkey.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk.services..");

    @ArchTest
    static final ArchRule THE_HTTP_CLIENT_KNOWS_THE_SDKS_INTERFACE_ALONE = classes()
            .that()
            .resideInAPackage(HTTP_CLIENT)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    HTTP_CLIENT,
                    "java..",
                    "javax.net.ssl..",
                    "org.jspecify..",
                    "software.amazon.awssdk.http..",
                    "software.amazon.awssdk.utils..");

    @ArchTest
    static final ArchRule TOKENS_AND_USERS_ARE_PLAIN_JAVA = noClasses()
            .that(resideInAnyPackage("dev.latchkey.token..", "dev.latchkey.user..", "dev.latchkey.text..")
                    .and(not(FUNCTION)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    AWS_SDK, "com.amazonaws..", "com.fasterxml..", "dev.latchkey.http..", "dev.latchkey.store..");

    @ArchTest
    static final ArchRule PARSING_DOES_NOT_KNOW_THE_STORE = noClasses()
            .that()
            .resideInAnyPackage("dev.latchkey.http..", "dev.latchkey.json..")
            .and()
            .doNotHaveSimpleName("HttpFunction") // It answers 503 when the store is unavailable.
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.latchkey.store..");

    @ArchTest
    static final ArchRule HANDLERS_ARE_FINAL = classes()
            .that()
            .implement(RequestStreamHandler.class)
            .should()
            .haveModifier(JavaModifier.FINAL)
            .andShould()
            .haveSimpleNameEndingWith("Handler");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES = fields().that()
            .areStatic()
            .and(not(modifier(JavaModifier.SYNTHETIC)))
            .should()
            .beFinal()
            .because("a snapshot would freeze it, and two stacks in one process would share it");

    @ArchTest
    static final ArchRule WHAT_SHIPS_WRITES_TO_NO_STANDARD_STREAM = noClasses()
            .that(SHIPS)
            .and()
            .doNotHaveSimpleName("Priming") // Before a snapshot there is no invocation whose logger it could use.
            .should(ACCESS_STANDARD_STREAMS)
            .because("the runtime's logger writes whole lines; a stream tears them");

    @ArchTest
    static final ArchRule TIME_IS_JAVA_TIME =
            noClasses().should().dependOnClassesThat().belongToAnyOf(Date.class, Calendar.class);

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes().should(beInANullMarkedPackage());

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package with a package-info.java and @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isPresent();
                events.add(new SimpleConditionEvent(type, marked, type.getName() + " is in " + type.getPackageName()));
            }
        };
    }
}
