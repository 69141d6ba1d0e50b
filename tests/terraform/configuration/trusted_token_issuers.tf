# Whose tokens are accepted in exchange.

resource "aws_ssoadmin_trusted_token_issuer" "build_server" {
  instance_arn              = local.instance_arn
  name                      = "build-server"
  trusted_token_issuer_type = "OIDC_JWT"
  tags                      = { team = "platform" }

  trusted_token_issuer_configuration {
    oidc_jwt_configuration {
      issuer_url                    = "https://builds.example.com"
      claim_attribute_path          = "email"
      identity_store_attribute_path = "emails.value"
      jwks_retrieval_option         = "OPEN_ID_DISCOVERY"
    }
  }
}
