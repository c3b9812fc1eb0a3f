package dev.latchkey.account;

import dev.latchkey.link.Purpose;
import dev.latchkey.store.LinkStore;
import dev.latchkey.store.LinkStore.LinkWithUser;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenKey;

/** Looking up what a mailed link presents. */
final class Links {
    /** The key of no link: a digest begins so once in 2^64. */
    static final TokenKey NO_KEY = new TokenKey("0000000000000000");

    private static final LinkWithUser NONE = new LinkWithUser(null, null);

    private Links() {}

    /** Returns the link of a text with its user; nothing for a text that nobody sent, which mostly costs no read. */
    static LinkWithUser find(LinkStore links, Purpose purpose, String text) {
        if (!(purpose.format().read(text) instanceof PresentedToken.Native presented)) {
            return NONE;
        }
        LinkWithUser found =
                links.find(purpose, presented.userId(), presented.digest().key());
        boolean isIt = found.link() != null && found.link().digest().equals(presented.digest());
        return isIt ? found : new LinkWithUser(null, found.user());
    }
}
