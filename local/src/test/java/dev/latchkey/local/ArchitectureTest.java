package dev.latchkey.local;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.latchkey.account.CreateUser;
import dev.latchkey.account.SessionDoor;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.UserStore;
import java.util.Calendar;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/**
 * Which module may know which: everything that runs under the local server is on this module's class path.
 *
 * <p>A class belongs to the module that it was compiled in, so that a new package needs no entry here.
 */
@AnalyzeClasses(
        packages = "dev.latchkey",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeFixtures.class})
class ArchitectureTest {
    /** What modules share for their tests lies in jars of its own. */
    static final class DoNotIncludeFixtures implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final Pattern FOLDER = Pattern.compile("/([^/]+)/target/classes/");
    private static final Pattern JAR = Pattern.compile("/(?:latchkey-)?([a-z-]+)-[0-9][^/]*\\.jar!");

    private static final DescribedPredicate<JavaClass> FUNCTION =
            resideInAPackage("dev.latchkey.function..").as("a function");

    /** What a function's jar may hold. */
    private static final DescribedPredicate<JavaClass> SHIPS = in(
                    "domain",
                    "json",
                    "edge",
                    "http-client",
                    "dynamodb",
                    "passwords",
                    "factors",
                    "kms",
                    "passkeys",
                    "mail",
                    "pages")
            .or(FUNCTION)
            .as("what ships");

    @ArchTest
    static final ArchRule THE_DOMAIN_IS_PLAIN_JAVA = classes()
            .that(in("domain"))
            .should()
            .onlyDependOnClassesThat(in("domain")
                    .or(resideInAnyPackage("java..", "javax.crypto..", "org.jspecify.."))
                    .as("the domain and plain Java"))
            .because("use cases know no HTTP, no JSON, no Lambda and no AWS SDK");

    @ArchTest
    static final ArchRule PASSWORDS_KNOW_THE_DOMAIN_ALONE = classes()
            .that(in("passwords"))
            .should()
            .onlyDependOnClassesThat(in("passwords", "domain")
                    .or(resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "org.bouncycastle..")));

    @ArchTest
    static final ArchRule FACTORS_KNOW_THE_DOMAIN_ALONE = classes()
            .that(in("factors"))
            .should()
            .onlyDependOnClassesThat(
                    in("factors", "domain").or(resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..")));

    @ArchTest
    static final ArchRule PASSKEYS_ALONE_KNOW_WHAT_VERIFIES_THEM = noClasses()
            .that(not(in("passkeys")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.webauthn4j..", "tools.jackson.."));

    @ArchTest
    static final ArchRule PASSKEYS_KNOW_THE_DOMAIN_ALONE = classes()
            .that(in("passkeys"))
            .should()
            .onlyDependOnClassesThat(in("passkeys", "domain")
                    .or(resideInAnyPackage("java..", "org.jspecify..", "com.webauthn4j..", "tools.jackson..")));

    @ArchTest
    static final ArchRule PAGES_KNOW_NO_LAMBDA = classes()
            .that(in("pages").and(not(FUNCTION)))
            .should()
            .onlyDependOnClassesThat(in("pages", "domain", "json")
                    .and(not(FUNCTION))
                    .or(resideInAnyPackage("java..", "org.jspecify..")));

    @ArchTest
    static final ArchRule STORES_KNOW_NO_EDGE = noClasses()
            .that(in("dynamodb", "kms"))
            .should()
            .dependOnClassesThat(in("edge", "passwords").or(FUNCTION));

    @ArchTest
    static final ArchRule MAIL_KNOWS_NO_EDGE_AND_NO_STORE = noClasses()
            .that(in("mail"))
            .should()
            .dependOnClassesThat(in("edge", "dynamodb", "passwords").or(FUNCTION));

    @ArchTest
    static final ArchRule THE_EDGE_KNOWS_NO_STORE_AND_NO_SDK = noClasses()
            .that(in("edge", "json"))
            .should()
            .dependOnClassesThat(in("dynamodb", "passwords", "factors", "kms")
                    .or(resideInAPackage("software.amazon.awssdk.."))
                    .or(FUNCTION))
            .because("a function that reads no table carries no SDK");

    @ArchTest
    static final ArchRule ONLY_STORES_AND_OPERATORS_TOUCH_THE_SDK = noClasses()
            .that(SHIPS)
            .and(not(in("dynamodb", "http-client", "kms", "mail")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule THE_HTTP_CLIENT_KNOWS_THE_SDKS_INTERFACE_ALONE = classes()
            .that(in("http-client"))
            .should()
            .onlyDependOnClassesThat(in("http-client")
                    .or(resideInAnyPackage(
                            "java..",
                            "javax.net..",
                            "org.jspecify..",
                            "software.amazon.awssdk.http..",
                            "software.amazon.awssdk.utils..")));

    @ArchTest
    static final ArchRule WHAT_SHIPS_KNOWS_NOTHING_ELSE = noClasses()
            .that(SHIPS)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.latchkey..").and(not(SHIPS)))
            .because("operators' code, the command line and the local server are in no function's jar");

    @ArchTest
    static final ArchRule OPERATORS_KNOW_NO_EDGE = noClasses()
            .that(in("operator", "cli"))
            .should()
            .dependOnClassesThat(in("edge", "local", "emulator").or(FUNCTION));

    @ArchTest
    static final ArchRule FUNCTIONS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("dev.latchkey.function.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_THE_DOMAIN = slices().matching(
                    "dev.latchkey.(account|config|event|key|letter|link|outbox|proof|relay|rule|session|store|text|throttle|time|token|user)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule ONE_PLACE_OPENS_SESSIONS_FOR_WHO_EXISTS = noClasses()
            .that(not(belongToAnyOf(SessionDoor.class, SessionStore.class)))
            .should()
            .callMethodWhere(target(owner(assignableTo(SessionStore.class))).and(target(name("open"))))
            .because("there the proof is asked for that the user has set up; a new way in has a row in WaysInTest");

    @ArchTest
    static final ArchRule ONE_PLACE_OPENS_SESSIONS_FOR_WHO_IS_NEW = noClasses()
            .that(not(belongToAnyOf(CreateUser.class, UserStore.class)))
            .should()
            .callMethodWhere(target(owner(assignableTo(UserStore.class))).and(target(name("create"))))
            .because("a user who has just come to be has no factor");

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

    @ArchTest
    static void everyPackageIsInOneModule(JavaClasses all) {
        Map<String, Set<String>> modules = new HashMap<>();
        all.forEach(type -> modules.computeIfAbsent(type.getPackageName(), name -> new HashSet<>())
                .add(module(type)));
        assertThat(modules).allSatisfy((name, in) -> assertThat(in).as(name).hasSize(1));
        assertThat(modules).containsEntry("dev.latchkey.account", Set.of("domain"));
    }

    private static DescribedPredicate<JavaClass> in(String... modules) {
        Set<String> wanted = Set.of(modules);
        return DescribedPredicate.describe("in " + wanted, type -> wanted.contains(module(type)));
    }

    /** Returns the module that a class of ours was compiled in, or the empty text for other classes. */
    private static String module(JavaClass any) {
        JavaClass type = any.getBaseComponentType();
        String place =
                type.getSource().map(source -> source.getUri().toString()).orElse("");
        if (!type.getPackageName().startsWith("dev.latchkey")) {
            return "";
        }
        Matcher folder = FOLDER.matcher(place);
        Matcher jar = JAR.matcher(place);
        return folder.find() ? folder.group(1) : jar.find() ? jar.group(1) : place;
    }

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
