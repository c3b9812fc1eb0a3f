package dev.latchkey.security.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.security.Api;
import dev.latchkey.security.Api.Answer;
import java.util.List;

/**
 * One request that is made while something goes wrong, and what must be so afterwards.
 *
 * <p>Each enum constant has a user of its own, with two sessions, before it begins.
 */
enum Scenario {
    CHECK("/api/auth/user") {
        @Override
        Answer act(Api api, World world) {
            return api.user(world.token());
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.member("username")).isEqualTo(world.name());
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(world.isLive(world.token())).isTrue();
        }
    },
    CHECK_OF_AN_ENDED_SESSION("/api/auth/user") {
        @Override
        void prepare(World world) {
            assertThat(world.direct().logout(world.token()).status()).isEqualTo(204);
        }

        @Override
        Answer act(Api api, World world) {
            return api.user(world.token());
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(401);
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(world.isLive(world.token())).isFalse();
        }
    },
    CHECK_THAT_REFRESHES("/api/auth/user") {
        @Override
        Answer act(Api api, World world) {
            return world.refreshing().user(world.token());
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(200);
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(world.isLive(world.token())).isTrue();
        }
    },
    CHECK_OF_AN_IMPORTED_TOKEN("/api/auth/user") {
        @Override
        void prepare(World world) {
            world.bringSession();
        }

        @Override
        Answer act(Api api, World world) {
            return api.user(world.broughtToken());
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(200);
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(world.isLive(world.broughtToken())).isTrue();
        }
    },
    LOGOUT_OF_AN_IMPORTED_TOKEN("/api/auth/logout") {
        @Override
        void prepare(World world) {
            world.bringSession();
        }

        @Override
        Answer act(Api api, World world) {
            return api.logout(world.broughtToken());
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(204);
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(ending.allows(!world.isLive(world.broughtToken()))).isTrue();
        }
    },
    REGISTER("/api/auth/register") {
        @Override
        Answer act(Api api, World world) {
            return api.register(world.otherName(), World.PASSWORD);
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(201);
            assertThat(world.isLive(answer.token())).isTrue();
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            int login = world.direct().login(world.otherName(), World.PASSWORD).status();
            assertThat(login).isIn(200, 400);
            assertThat(ending.allows(login == 200)).isTrue();
            int again =
                    world.direct().register(world.otherName(), World.PASSWORD).status();
            assertThat(again).as("registered again").isIn(201, 400);
            assertThat(login == 200 && again == 201).isFalse();
            assertThat(world.direct().login(world.otherName(), World.PASSWORD).status())
                    .as("the name is taken only where the user exists")
                    .isEqualTo(200);
        }
    },
    REGISTER_A_TAKEN_NAME("/api/auth/register") {
        @Override
        Answer act(Api api, World world) {
            return api.register(world.name(), World.OTHER_PASSWORD);
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.member("username")).isEqualTo(List.of("A user with that username already exists."));
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(world.direct().login(world.name(), World.PASSWORD).status())
                    .isEqualTo(200);
        }
    },
    LOGIN("/api/auth/login") {
        @Override
        Answer act(Api api, World world) {
            return api.login(world.name(), World.PASSWORD);
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(world.isLive(answer.token())).isTrue();
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(world.isLive(world.token())).isTrue();
            int opened = world.liveSessions() - world.sessionsBefore();
            assertThat(opened).isIn(0, 1);
            assertThat(ending.allows(opened == 1)).isTrue();
        }
    },
    LOGIN_WITH_A_WRONG_PASSWORD("/api/auth/login") {
        @Override
        Answer act(Api api, World world) {
            return api.login(world.name(), "wrong");
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(400);
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(world.liveSessions()).isEqualTo(world.sessionsBefore());
        }
    },
    LOGIN_AT_THE_LIMIT("/api/auth/login") {
        @Override
        Answer act(Api api, World world) {
            return world.limited().login(world.name(), World.PASSWORD);
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(world.isLive(answer.token())).isTrue();
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(ending.allows(!world.isLive(world.token())))
                    .as("the oldest session ended: " + ending)
                    .isTrue();
            assertThat(world.liveSessions())
                    .isLessThanOrEqualTo(ending == Ending.DONE ? 2 : Math.max(2, world.sessionsBefore()));
        }
    },
    LOGOUT("/api/auth/logout") {
        @Override
        Answer act(Api api, World world) {
            return api.logout(world.token());
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(204);
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(ending.allows(!world.isLive(world.token()))).isTrue();
            assertThat(world.isLive(world.otherToken())).isTrue();
        }
    },
    LOGOUT_ALL("/api/auth/logoutall") {
        @Override
        Answer act(Api api, World world) {
            return api.logoutAll(world.token());
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(204);
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(world.isLive(world.token())).isEqualTo(world.isLive(world.otherToken()));
            assertThat(ending.allows(!world.isLive(world.token()))).isTrue();
        }
    },
    LIST_SESSIONS("/api/auth/tokens") {
        @Override
        Answer act(Api api, World world) {
            return api.sessions(world.token());
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(Api.keys(answer)).hasSize(world.sessionsBefore());
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(world.liveSessions()).isEqualTo(world.sessionsBefore());
        }
    },
    END_A_SESSION("/api/auth/tokens/{token_key}") {
        @Override
        Answer act(Api api, World world) {
            return api.endSession(world.token(), world.otherKey());
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(204);
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            assertThat(ending.allows(!world.isLive(world.otherToken()))).isTrue();
            assertThat(world.isLive(world.token())).isTrue();
        }
    },
    CHANGE_PASSWORD("/api/auth/password") {
        @Override
        Answer act(Api api, World world) {
            return api.changePassword(world.token(), World.PASSWORD, World.OTHER_PASSWORD);
        }

        @Override
        void verify(Answer answer, World world) {
            assertThat(answer.status()).isEqualTo(204);
        }

        @Override
        void verifyAfter(World world, Ending ending) {
            boolean changed =
                    world.direct().login(world.name(), World.OTHER_PASSWORD).status() == 200;
            assertThat(world.direct().login(world.name(), World.PASSWORD).status())
                    .isEqualTo(changed ? 400 : 200);
            assertThat(ending.allows(changed)).isTrue();
            assertThat(world.isLive(world.token())).isTrue();
            assertThat(world.isLive(world.otherToken())).isEqualTo(!changed);
        }
    };

    private final String route;

    Scenario(String route) {
        this.route = route;
    }

    /** Returns the path that it requests, as the template has it. */
    String route() {
        return route;
    }

    /** Does what has to be done before, undisturbed. */
    void prepare(World world) {}

    /** Makes the request that is disturbed. */
    abstract Answer act(Api api, World world);

    /** Checks an answer that tells neither of a failure nor of a conflict. */
    abstract void verify(Answer answer, World world);

    /** Checks what is so afterwards. */
    abstract void verifyAfter(World world, Ending ending);

    /** What the client knows from the answer. */
    enum Ending {
        /** What it asked for was done. */
        DONE,
        /** Nothing was done (409). */
        NOT_DONE,
        /** It was done or not (503). */
        UNKNOWN;

        /** Tells whether something may be so that is so once the request was done. */
        boolean allows(boolean done) {
            return this == UNKNOWN || done == (this == DONE);
        }
    }
}
