package dev.latchkey.floor.hash;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.floor.getitem.GetItemHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Does what {@link GetItemHandler} does, then one Argon2id hash at Latchkey's default cost by the library alone, and then answers.
 *
 * <p>The hash comes second, as it does in a login: by then the JVM is busy compiling what made the call.
 */
public final class HashHandler implements RequestStreamHandler {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;

    private final GetItemHandler getItem = new GetItemHandler();

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        getItem.handleRequest(event, found, context);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(1)
                .withSalt(new byte[16])
                .build());
        generator.generateBytes(new byte[16], new byte[32]);
        found.writeTo(answer);
    }
}
