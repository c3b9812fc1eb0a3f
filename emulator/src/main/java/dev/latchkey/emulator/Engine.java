package dev.latchkey.emulator;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;

/**
 * DynamoDB Local's engine, made to keep what it has answered.
 *
 * <p>It answers a transaction while SQLite still commits it, so that a process killed at that moment loses what its client holds to be
 * written. SQLite's work is done in order by one thread: once a read that was asked for after the transaction has its answer, the
 * transaction is on disk. Writes of single items need no such care, they are committed before the answer.
 */
final class Engine extends LocalDynamoDBRequestHandler {
    private static final boolean SHARED_BY_ALL_REGIONS_AND_KEYS = true;
    private static final boolean DELAYS_TRANSIENT_STATES = false;
    private static final ListTablesRequest ANY_READ =
            ListTablesRequest.builder().limit(1).build();

    private final boolean isOnDisk;

    /**
     * Starts the engine.
     *
     * @param folder where it keeps its data, or null for in memory
     */
    Engine(@Nullable String folder) throws DynamoDBLocalServiceException {
        super(0, folder == null, folder, SHARED_BY_ALL_REGIONS_AND_KEYS, DELAYS_TRANSIENT_STATES);
        this.isOnDisk = folder != null;
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(
            String accessKey, String region, TransactWriteItemsRequest request) {
        TransactWriteItemsResponse response = super.transactWriteItems(accessKey, region, request);
        waitForDisk(accessKey, region);
        return response;
    }

    @Override
    public ExecuteTransactionResponse executeTransaction(
            String accessKey, String region, ExecuteTransactionRequest request) {
        ExecuteTransactionResponse response = super.executeTransaction(accessKey, region, request);
        waitForDisk(accessKey, region);
        return response;
    }

    /** Tells whether its data can be read. */
    boolean canRead() {
        try {
            listTables("any", "any", ANY_READ);
            return true;
        } catch (RuntimeException e) { // It has no type for this.
            return false;
        }
    }

    private void waitForDisk(String accessKey, String region) {
        if (isOnDisk) {
            listTables(accessKey, region, ANY_READ);
        }
    }
}
