package dev.latchkey.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Speaks TLS before a server that does not, with a certificate that it makes for itself. It closes no connection by itself. */
public final class TlsFront implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final ServerSocket listening;
    private final int behind;
    private final Path folder;

    private TlsFront(ServerSocket listening, int behind, Path folder) {
        this.listening = listening;
        this.behind = behind;
        this.folder = folder;
    }

    /**
     * Starts one.
     *
     * @param behind the server's port on this machine
     * @param folder where to write keys
     */
    public static TlsFront start(int behind, Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path keys = folder.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "front");
        keytool(
                "-exportcert",
                "-alias",
                "front",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                folder.resolve("front.crt").toString());
        TlsFront front = new TlsFront(listen(keys), behind, folder);
        front.start("tls-front", front::accept);
        return front;
    }

    private static ServerSocket listen(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(keys)) {
            store.load(input, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    /** Returns where it listens. */
    public URI endpoint() {
        return URI.create("https://localhost:" + listening.getLocalPort());
    }

    /** Returns flags with which a JVM trusts it, and all that this JDK trusts: reading those takes its time too. */
    public List<String> trust(Path jdk) throws IOException, InterruptedException {
        Path trusted = Files.copy(
                jdk.resolve("lib/security/cacerts"),
                folder.resolve("trusted-" + jdk.getFileName()),
                StandardCopyOption.REPLACE_EXISTING);
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "front",
                "-file",
                folder.resolve("front.crt").toString(),
                "-keystore",
                trusted.toString(),
                "-storepass",
                PASSWORD);
        return List.of("-Djavax.net.ssl.trustStore=" + trusted, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket outer = listening.accept();
                Socket inner = new Socket(InetAddress.getLoopbackAddress(), behind);
                outer.setTcpNoDelay(true);
                inner.setTcpNoDelay(true);
                start("tls-front-in", () -> copy(outer, inner));
                start("tls-front-out", () -> copy(inner, outer));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        byte[] some = new byte[16_384];
        try (from;
                to) {
            InputStream input = from.getInputStream();
            for (int read = input.read(some); read >= 0; read = input.read(some)) {
                to.getOutputStream().write(some, 0, read);
            }
        } catch (IOException e) {
            // One of the two is gone.
        }
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
