package dev.latchkey.proof;

/**
 * A user's authenticator app, in force, as it is stored.
 *
 * @param sealed the secret and the digests of the backup codes
 * @param incarnation the user's that it was made for; see {@link dev.latchkey.user.Security}
 * @param lastStep the latest thirty seconds of which a code was used; no code of them or of earlier ones is taken again
 * @param codesEpoch counts how often the backup codes were made, from 1
 * @param used the backup codes that were used, a bit each
 */
public record App(Sealed sealed, long incarnation, long lastStep, long codesEpoch, long used) {
    /** Returns an app that was confirmed just now by a code, which is used up. */
    public static App confirmed(Sealed sealed, long incarnation, long step) {
        return new App(sealed, incarnation, step, 1, 0);
    }

    /** Returns the same app after a code of it was used. */
    public App after(CodeUse use) {
        return use instanceof CodeUse.OfApp code
                ? new App(sealed, incarnation, code.step(), codesEpoch, used)
                : new App(sealed, incarnation, lastStep, codesEpoch, used | ((CodeUse.OfBackup) use).bit());
    }

    /** Tells whether a right code was used before, as far as this reading of the store tells. */
    public boolean hasUsed(CodeUse use) {
        return use instanceof CodeUse.OfBackup backup
                ? (used & backup.bit()) != 0
                : ((CodeUse.OfApp) use).step() <= lastStep;
    }
}
