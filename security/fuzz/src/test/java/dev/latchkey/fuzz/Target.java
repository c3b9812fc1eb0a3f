package dev.latchkey.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** A fuzz test, to be run without the fuzzer. */
record Target(Object test, Method method) {

    /** Returns every fuzz test that there is. */
    static Stream<Target> all() {
        return ReflectionSupport.findAllClassesInPackage(
                        "dev.latchkey", type -> true, name -> name.endsWith("FuzzTest"))
                .stream()
                .flatMap(type ->
                        AnnotationSupport.findAnnotatedMethods(type, FuzzTest.class, HierarchyTraversalMode.TOP_DOWN)
                                .stream())
                .map(Target::of);
    }

    private static Target of(Method method) {
        try {
            Constructor<?> constructor = method.getDeclaringClass().getDeclaredConstructor();
            constructor.setAccessible(true);
            method.setAccessible(true);
            return new Target(constructor.newInstance(), method);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the test on an input; throws whatever the test does. */
    void run(byte[] input) throws Throwable {
        try {
            method.invoke(test, (Object) input);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Returns the inputs that are kept for the test. */
    List<byte[]> corpus() throws IOException, URISyntaxException {
        Class<?> type = test.getClass();
        URL folder = type.getResource(type.getSimpleName() + "Inputs/" + method.getName());
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().map(Target::bytes).toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return test.getClass().getSimpleName() + "." + method.getName();
    }
}
