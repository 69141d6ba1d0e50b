# One user with every member that the provider knows, and two with what is required.

resource "aws_identitystore_user" "ada" {
  identity_store_id  = local.identity_store_id
  user_name          = "ada"
  display_name       = "Ada Okonkwo"
  nickname           = "Countess"
  title              = "Engineer"
  user_type          = "Employee"
  locale             = "en-GB"
  preferred_language = "en-GB"
  timezone           = "Europe/London"
  profile_url        = "https://people.example.com/ada"

  name {
    given_name       = "Ada"
    family_name      = "Okonkwo"
    middle_name      = "Chidinma"
    formatted        = "Dr Ada Chidinma Okonkwo, PhD"
    honorific_prefix = "Dr"
    honorific_suffix = "PhD"
  }

  emails {
    value   = "ada@people.example.com"
    type    = "work"
    primary = true
  }

  phone_numbers {
    value   = "+44 20 7946 0000"
    type    = "work"
    primary = true
  }

  addresses {
    street_address = "12 St James's Square"
    locality       = "London"
    region         = "England"
    postal_code    = "SW1Y 4JH"
    country        = "GB"
    formatted      = "12 St James's Square, London SW1Y 4JH"
    type           = "work"
    primary        = true
  }
}

resource "aws_identitystore_user" "brian" {
  identity_store_id = local.identity_store_id
  user_name         = "brian"
  display_name      = "Brian Lindqvist"

  name {
    given_name  = "Brian"
    family_name = "Lindqvist"
  }
}

resource "aws_identitystore_user" "chandra" {
  identity_store_id = local.identity_store_id
  user_name         = "chandra"
  display_name      = "Chandra Rao"

  name {
    given_name  = "Chandra"
    family_name = "Rao"
  }
}

data "aws_identitystore_user" "by_id" {
  identity_store_id = local.identity_store_id
  user_id           = aws_identitystore_user.ada.user_id
}

data "aws_identitystore_user" "by_name" {
  identity_store_id = local.identity_store_id

  alternate_identifier {
    unique_attribute {
      attribute_path  = "UserName"
      attribute_value = aws_identitystore_user.ada.user_name
    }
  }
}

data "aws_identitystore_user" "by_email" {
  identity_store_id = local.identity_store_id

  alternate_identifier {
    unique_attribute {
      attribute_path  = "Emails.Value"
      attribute_value = aws_identitystore_user.ada.emails[0].value
    }
  }
}

data "aws_identitystore_users" "everybody" {
  identity_store_id = local.identity_store_id

  depends_on = [aws_identitystore_user.ada, aws_identitystore_user.brian, aws_identitystore_user.chandra]
}
