package dev.latchkey.account;

import dev.latchkey.proof.AppFactors;
import dev.latchkey.proof.BackupCodes;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.CodeUse;
import dev.latchkey.proof.Sealed;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.user.User;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Apps whose code is the number of the step itself; the sealed secret counts how often backup codes were made. */
final class PlainApps implements AppFactors {
    private static final int STEP_SECONDS = 30;

    private final AtomicInteger looked = new AtomicInteger();
    private boolean down;

    /** Says from now on whether the key answers. */
    void down(boolean isDown) {
        down = isDown;
    }

    /** Returns how many codes were looked at since it was last asked. */
    int looked() {
        return looked.getAndSet(0);
    }

    static String code(Instant now) {
        return String.format(Locale.ROOT, "%06d", now.getEpochSecond() / STEP_SECONDS % 1_000_000);
    }

    static String backupCode(int made, int index) {
        return String.format(Locale.ROOT, "Backup%04dn%d", made, index);
    }

    @Override
    public Enrolment enrol(User user) {
        answer();
        return new Enrolment(sealed(user, 0), "otpauth://totp/x?secret=" + user.id());
    }

    @Override
    public Optional<CodeUse> check(User user, Sealed sealed, Code code, Instant now) {
        answer();
        looked.incrementAndGet();
        ByteBuffer secret = ByteBuffer.wrap(sealed.bytes());
        if (secret.getLong() != user.id()) {
            throw new IllegalStateException("another user's");
        }
        long step = now.getEpochSecond() / STEP_SECONDS;
        if (code.isSixDigits()) {
            return List.of(step, step - 1).stream()
                    .filter(each ->
                            String.format(Locale.ROOT, "%06d", each % 1_000_000).equals(code.digits()))
                    .findFirst()
                    .map(CodeUse.OfApp::new);
        }
        int made = secret.getInt();
        return IntStream.range(0, BackupCodes.COUNT)
                .filter(index -> made > 0 && backupCode(made, index).equals(code.reveal()))
                .boxed()
                .findFirst()
                .map(CodeUse.OfBackup::new);
    }

    @Override
    public WithCodes withNewCodes(User user, Sealed sealed) {
        answer();
        int made = ByteBuffer.wrap(sealed.bytes()).getInt(Long.BYTES) + 1;
        List<String> codes = IntStream.range(0, BackupCodes.COUNT)
                .mapToObj(index -> backupCode(made, index))
                .toList();
        return new WithCodes(sealed(user, made), new BackupCodes(codes));
    }

    private static Sealed sealed(User user, int made) {
        return new Sealed(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(user.id())
                .putInt(made)
                .array());
    }

    private void answer() {
        if (down) {
            throw new StoreUnavailableException("Decrypt");
        }
    }
}
