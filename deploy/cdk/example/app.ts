import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Latchkey } from '../lib';

const app = new App();
const stack = new Stack(app, 'Shop');
const auth = new Latchkey(stack, 'Auth', { tokenTtl: Duration.days(30), autoRefresh: true, tokenLimitPerUser: 5 });

const hello = new lambda.Function(stack, 'Hello', {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async event => ({ statusCode: 200, body: "Hello" });'),
});

const rest = new apigateway.RestApi(stack, 'Rest');
rest.root.addResource('hello').addMethod('GET', new apigateway.LambdaIntegration(hello), { authorizer: auth.restAuthorizer(rest) });

const http = new apigatewayv2.HttpApi(stack, 'Http');
http.addRoutes({ path: '/hello', integration: new HttpLambdaIntegration('Hello', hello), authorizer: auth.httpAuthorizer() });

new CfnOutput(stack, 'Url', { value: auth.url });
