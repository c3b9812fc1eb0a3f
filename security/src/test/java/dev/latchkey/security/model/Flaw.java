package dev.latchkey.security.model;

import dev.latchkey.security.model.History.Limit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** What a store could have been written without, or what DynamoDB could be wrongly asked for: each makes some histories wrong. */
enum Flaw {
    CHECKS_READ_WHAT_WAS(Limit.NONE) {
        @Override
        DynamoDbClient in(DynamoDbClient sound) {
            return new Flawed(sound) {
                private final Map<Object, BatchGetItemResponse> before = new ConcurrentHashMap<>();
                private final AtomicInteger calls = new AtomicInteger();

                @Override
                public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
                    BatchGetItemResponse now = super.batchGetItem(request);
                    BatchGetItemResponse last = before.put(request.requestItems(), now);
                    return last != null && calls.incrementAndGet() % 4 == 0 ? last : now;
                }
            };
        }
    },
    A_LOGOUT_IS_WRITTEN_LATER(Limit.NONE) {
        @Override
        DynamoDbClient in(DynamoDbClient sound) {
            return new Flawed(sound) {
                @Override
                public DeleteItemResponse deleteItem(DeleteItemRequest request) {
                    new Thread(() -> {
                                pause();
                                super.deleteItem(request);
                            })
                            .start();
                    return DeleteItemResponse.builder().build();
                }
            };
        }
    },
    A_LOGOUT_EVERYWHERE_RAISES_NO_GENERATION(Limit.NONE) {
        @Override
        DynamoDbClient in(DynamoDbClient sound) {
            return updating(
                    sound,
                    update -> update.replace("SET generation = generation + :one", "SET nothing = :one"),
                    UnaryOperator.identity());
        }
    },
    A_PASSWORD_CHANGE_RAISES_NO_GENERATION(Limit.NONE) {
        @Override
        DynamoDbClient in(DynamoDbClient sound) {
            return updating(
                    sound,
                    update -> update.replace(", generation = :next, ", ", nothing = :next, "),
                    UnaryOperator.identity());
        }
    },
    A_PASSWORD_CHANGE_COMPARES_NOTHING(Limit.NONE) {
        @Override
        DynamoDbClient in(DynamoDbClient sound) {
            return updating(
                    sound,
                    UnaryOperator.identity(),
                    condition -> condition.contains("password = :seen") ? always(condition) : condition);
        }
    },
    A_NAME_IS_OVERWRITTEN(Limit.NONE) {
        @Override
        DynamoDbClient in(DynamoDbClient sound) {
            return transacting(
                    sound,
                    item -> item.put() == null || !item.put().item().containsKey("id")
                            ? item
                            : item.toBuilder()
                                    .put(item.put().toBuilder()
                                            .conditionExpression(
                                                    always(item.put().conditionExpression()))
                                            .build())
                                    .build());
        }
    },
    A_LOGIN_DOES_NOT_COUNT_AGAIN(Limit.TWO_OR_REJECT) {
        @Override
        DynamoDbClient in(DynamoDbClient sound) {
            return transacting(sound, Flaw::withoutCount);
        }
    },
    AN_EVICTING_LOGIN_DOES_NOT_COUNT_AGAIN(Limit.TWO_OR_EVICT) {
        @Override
        DynamoDbClient in(DynamoDbClient sound) {
            return transacting(sound, Flaw::withoutCount);
        }
    };

    private static final long LATER_MILLIS = 5;

    private final Limit limit;

    Flaw(Limit limit) {
        this.limit = limit;
    }

    /** Returns the limit under which it shows. */
    Limit limit() {
        return limit;
    }

    /** Returns a client that has the flaw. */
    abstract DynamoDbClient in(DynamoDbClient sound);

    private static TransactWriteItem withoutCount(TransactWriteItem item) {
        return item.update() == null
                ? item
                : item.toBuilder()
                        .update(item.update().toBuilder()
                                .conditionExpression(item.update()
                                        .conditionExpression()
                                        .replace("sessions = :sessions", always("sessions = :sessions")))
                                .build())
                        .build();
    }

    /** Returns a condition that uses the same values and is never false. */
    private static String always(String condition) {
        return "(" + condition + " OR attribute_exists(pk) OR attribute_not_exists(pk))";
    }

    private static void pause() {
        try {
            Thread.sleep(LATER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static DynamoDbClient updating(
            DynamoDbClient sound, UnaryOperator<String> update, UnaryOperator<String> condition) {
        return new Flawed(sound) {
            @Override
            public UpdateItemResponse updateItem(UpdateItemRequest request) {
                return super.updateItem(request.toBuilder()
                        .updateExpression(update.apply(request.updateExpression()))
                        .conditionExpression(condition.apply(request.conditionExpression()))
                        .build());
            }
        };
    }

    private static DynamoDbClient transacting(DynamoDbClient sound, UnaryOperator<TransactWriteItem> change) {
        return new Flawed(sound) {
            @Override
            public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
                List<TransactWriteItem> items =
                        request.transactItems().stream().map(change).toList();
                return super.transactWriteItems(
                        request.toBuilder().transactItems(items).build());
            }
        };
    }

    /** Passes on what the store calls. */
    private static class Flawed implements DynamoDbClient {
        private final DynamoDbClient sound;

        Flawed(DynamoDbClient sound) {
            this.sound = sound;
        }

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            return sound.getItem(request);
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            return sound.batchGetItem(request);
        }

        @Override
        public QueryResponse query(QueryRequest request) {
            return sound.query(request);
        }

        @Override
        public UpdateItemResponse updateItem(UpdateItemRequest request) {
            return sound.updateItem(request);
        }

        @Override
        public DeleteItemResponse deleteItem(DeleteItemRequest request) {
            return sound.deleteItem(request);
        }

        @Override
        public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
            return sound.transactWriteItems(request);
        }

        @Override
        public String serviceName() {
            return sound.serviceName();
        }

        @Override
        public void close() {
            // The client behind it is everybody's.
        }
    }
}
